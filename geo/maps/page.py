"""One page that opens offline: folium's map, our template, our style and script, all inside."""

import json
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

import offlinefolium
from branca.element import Figure
from jinja2 import Environment, PackageLoader, StrictUndefined
from offlinefolium.plugins import MarkerCluster
from offlinefolium.template import Template

MINIMUM_ZOOM = 6
MAXIMUM_ZOOM = 15
"""Needed by the clusters: without a layer of tiles the map knows no deepest zoom."""

ASSETS = resources.files("geo.maps") / "assets"


class BareMap(offlinefolium.Map):
    """
    A folium map with Leaflet alone: no tiles, no icon font, no style but ours.

    The usual header forbids to zoom the page and brings Bootstrap, jQuery and fonts whose
    files are not embedded; none of them is needed here.
    """

    _template = Template(
        """
        {% macro html(this, kwargs) %}
        <div class="folium-map" id="{{ this.get_name() }}"></div>
        {% endmacro %}
        {% macro script(this, kwargs) %}
        var {{ this.get_name() }} = L.map("{{ this.get_name() }}", {{ this.options|tojavascript }});
        {% endmacro %}
        """
    )

    def __init__(self) -> None:
        super().__init__(
            tiles=None,
            zoom_control=False,
            prefer_canvas=True,
            maxZoom=MAXIMUM_ZOOM,
            minZoom=MINIMUM_ZOOM,
            zoomSnap=0.25,
            attributionControl=False,
        )
        self.default_js = [link for link in self.default_js if link[0] == "leaflet"]
        self.default_css = [link for link in self.default_css if link[0] == "leaflet_css"]


def render_page(template: str, payload: Mapping[str, Any], **words: object) -> str:
    """
    Render a page around a map.

    Parameters
    ----------
    template
        Name of a template among the assets; it is escaped by default.
    payload
        What the scripts read, as JSON.
    **words
        What the template says.

    Returns
    -------
    html
        The page: it needs no other file and asks for none.
    """
    figure = Figure()
    map_ = BareMap()
    map_._id = "carte"  # noqa: SLF001 - folium draws a random one, and the page would never repeat
    figure.add_child(map_)
    clusters = MarkerCluster(show=False)  # type: ignore[no-untyped-call]  # partly typed upstream
    clusters._id = "points"  # noqa: SLF001 - as above
    map_.add_child(clusters)
    for element in list(figure._children.values()):  # noqa: SLF001 - Figure.render() wraps them in its own page
        element.render()
    return (
        _environment()
        .get_template(template)
        .render(
            head=figure.header.render(),
            map=figure.html.render(),
            map_script=figure.script.render(),
            payload=_script_safe(payload),
            **words,
        )
    )


def asset(name: str) -> str:
    """Read a file of the assets."""
    return (ASSETS / name).read_text(encoding="utf-8")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("geo.maps", "assets"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["asset"] = asset
    environment.filters["nombre"] = _number
    return environment


def _number(value: int) -> str:
    return f"{value:,}".replace(",", "\N{NARROW NO-BREAK SPACE}")


def _script_safe(payload: Mapping[str, Any]) -> str:
    """Write JSON that no text inside can end: ``</script>`` and comments stay text."""
    text = json.dumps(payload, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
