"""The command line: ``shiliu …``; every group of commands is a module of its own."""

import sys
from typing import Any

import typer

from config.errors import ConfigError

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,  # local variables of a crash would show words and telephones
    help="文化小石榴：把群众的文化需求记进台账。",
)


def main() -> None:
    """Run the command line; a configuration mistake is said plainly and ends with code 2."""
    from app.commands import (
        batch,
        calls,
        campaign,
        channel,
        config,
        db,
        ledger,
        outbox,
        qr,
        rehearse,
        serve,
        staff,
        wechat,
        wecom,
    )

    for module in (
        serve,
        rehearse,
        batch,
        calls,
        ledger,
        staff,
        campaign,
        outbox,
        config,
        db,
        channel,
        qr,
        wechat,
        wecom,
    ):
        module.add(app)
    try:
        result: Any = app(standalone_mode=False)
    except ConfigError as error:
        typer.echo(str(error), err=True)
        sys.exit(2)
    except typer.Exit as end:
        sys.exit(end.exit_code)
    except (typer.Abort, KeyboardInterrupt):
        sys.exit(130)
    except Exception as error:
        if hasattr(error, "show"):
            error.show()
            sys.exit(getattr(error, "exit_code", 2))
        raise
    sys.exit(result if isinstance(result, int) else 0)


if __name__ == "__main__":
    main()
