"""``bria-studio``: the studio's edits from a prompt, on one picture or on thousands, without a server or a database.

    parser ─▶ options (a recipe of one step) or a recipe's file
           ─▶ batch: sources ─▶ pool (processes: worker ─▶ work ─▶ engines) ─▶ outputs, journal, reports

The engine is this machine's own, by ``engine.recipes``, or a service, by ``bria``. What a prompt waits for is imported
where it is needed: ``--help`` brings neither Django nor numpy.

    CommandError
    ├── BadUse         what was asked for makes no sense: nothing was begun
    └── FileFailed     one picture was not done, and why
        └── FileSkipped    one is none of those that are meant
"""
