# Bria Studio in one image: docker build -t bria-studio . ; see docs/deploy.md, and docker/build.sh for what is in it.
FROM python:3.12-slim AS build
COPY . /source
RUN /source/docker/build.sh /opt/studio

FROM python:3.12-slim
# The same folder as above: a venv and compiled code remember where they lie.
COPY --from=build /opt/studio /opt/studio
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin studio && install -d -o studio -g studio -m 0700 /data
ENV STUDIO_DATA=/data STUDIO_HOST=0.0.0.0
VOLUME /data
EXPOSE 8000
USER studio
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s \
    CMD ["/opt/studio/app/docker/healthcheck.sh"]
ENTRYPOINT ["/opt/studio/app/docker/entrypoint.sh"]
CMD ["studio"]
