"""The command line: one module a command group, all of them talking to the library.

Data goes to standard output, everything else to standard error through `console`, which
alone decides exit codes. Whatever is heavy is imported by the command that needs it, so that
``--help`` and ``--version`` answer at once. The contract is in ``docs/command-line.md``.
"""
