"""A drawing as PNG, by resvg, in the letters of Source Sans that are installed with it."""

from importlib.resources import files


class PictureUnavailable(RuntimeError):
    """What draws pictures is not installed; the text says how it comes to be."""


def png(svg: str, zoom: float = 1.5) -> bytes:
    """The picture.

    Raises:
        PictureUnavailable: what draws is not installed.
    """
    try:
        import font_source_sans_pro  # noqa: PLC0415 (only who wants pictures has it)
        import resvg_py  # noqa: PLC0415 (the same)
    except ImportError as error:
        raise PictureUnavailable(
            f"a picture wants {error.name}: pip install 'tallywire[pictures]', or write .html"
        ) from error
    folder = files(font_source_sans_pro).joinpath("files")
    letters = [str(folder.joinpath(f"SourceSansPro-{weight}.ttf")) for weight in ("Regular", "Semibold")]
    drawn = resvg_py.svg_to_bytes(svg_string=svg, zoom=zoom, font_files=letters, font_family="Source Sans Pro")
    return bytes(drawn)
