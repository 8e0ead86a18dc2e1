"""Signing in by an OpenID provider, where the site has one; needs the extra ``oidc``."""
