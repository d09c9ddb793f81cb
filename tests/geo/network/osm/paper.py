"""Little maps drawn on squared paper, written as OpenStreetMap's XML."""

from xml.sax.saxutils import quoteattr

SQUARE = 10_000
"""Side of a square of the paper, in 1e-7 degree."""

CORNER = (20_000_000, 480_000_000)


def position(x, y):
    """Give the coordinates, in 1e-7 degree, of a point of the paper."""
    return CORNER[0] + round(x * SQUARE), CORNER[1] + round(y * SQUARE)


def write_osm(path, nodes, ways, relations=()):
    """
    Write a map.

    `nodes` maps identifiers to ``(x, y)`` or ``(x, y, tags)``; `ways` to ``(refs, tags)``, tags
    being a word for ``highway`` or a mapping; `relations` are ``(members, tags)``.
    """
    lines = ['<?xml version="1.0"?><osm version="0.6">']
    for number, (x, y, *tags) in nodes.items():
        lon, lat = position(x, y)
        lines.append(f'<node id="{number}" lon="{lon / 1e7:.7f}" lat="{lat / 1e7:.7f}">')
        lines += [*_tags(tags[0] if tags else {}), "</node>"]
    for number, (refs, tags) in ways.items():
        lines.append(f'<way id="{number}">')
        lines += [*(f'<nd ref="{ref}"/>' for ref in refs), *_tags(tags), "</way>"]
    for number, (members, tags) in enumerate(relations, 1):
        lines.append(f'<relation id="{number}">')
        lines += [f'<member type="{t}" ref="{ref}" role="{role}"/>' for t, ref, role in members]
        lines += [*_tags(tags), "</relation>"]
    path.write_text("\n".join([*lines, "</osm>"]), encoding="utf-8")
    return path


def _tags(tags):
    pairs = {"highway": tags} if isinstance(tags, str) else tags
    return [f"<tag k={quoteattr(key)} v={quoteattr(value)}/>" for key, value in pairs.items()]


def pieces(streets):
    """List the segments as (way, tail, head, vertices in paper coordinates)."""
    bounds = streets.shape_indptr.tolist()
    ids = streets.node_id.tolist()
    return [
        (
            int(streets.segment_way[i]),
            ids[streets.segment_tail[i]],
            ids[streets.segment_head[i]],
            [
                ((lon - CORNER[0]) / SQUARE, (lat - CORNER[1]) / SQUARE)
                for lon, lat in streets.shape_lon_lat[bounds[i] : bounds[i + 1]].tolist()
            ],
        )
        for i in range(len(streets.segment_tail))
    ]


def piece_number(streets, way, tail, head):
    """Find the one segment of a way between two nodes, as drawn."""
    (number,) = (i for i, piece in enumerate(pieces(streets)) if piece[:3] == (way, tail, head))
    return number


def overpass_answer(nodes, ways):
    """Give the same map as Overpass would."""
    elements = []
    for number, (x, y, *tags) in nodes.items():
        lon, lat = position(x, y)
        node = {"type": "node", "id": number, "lon": lon / 1e7, "lat": lat / 1e7}
        elements.append(node | ({"tags": tags[0]} if tags else {}))
    for number, (refs, tags) in ways.items():
        said = {"highway": tags} if isinstance(tags, str) else tags
        elements.append({"type": "way", "id": number, "nodes": list(refs), "tags": said})
    return {"elements": elements}
