"""The colours of an identity as the beginning of a style sheet: for light, and for whoever wants it dark."""

from __future__ import annotations

from functools import lru_cache

from bot.core.model.identity import Identity


@lru_cache(8)
def style(identity: Identity) -> str:
    """`:root` with each colour as a property: `strong_edge` is `--strong-edge`."""
    return (
        f":root{{{_properties(identity, 'light')}}}"
        f"@media (prefers-color-scheme:dark){{:root{{{_properties(identity, 'dark')}}}}}\n"
    )


def _properties(identity: Identity, scheme: str) -> str:
    return ";".join(f"--{name.replace('_', '-')}:{value}" for name, value in identity.colours(scheme).items())
