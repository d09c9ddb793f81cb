"""What a planner reads and does on an open page of coverage."""

NORTHERN = "CIO du Nord"
DESKTOP, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}


def legend(page):
    rows = page.locator("#legende li").all()
    read = (row.inner_text().split("\n") for row in rows)
    figures = {label: int("".join(filter(str.isdigit, people))) for label, people, *_ in read}
    return {label: people for label, people in figures.items() if people}


def cells(page, code):
    return page.locator(f"tr[data-code='{code}'] td b").all_inner_texts()


def popup(page, title):
    bubble = page.locator(".bulle", has=page.get_by_role("heading", name=title, exact=True))
    bubble.wait_for()
    return bubble.inner_text()


def search(page, text, *keys):
    page.fill("#recherche", text)
    for key in keys:
        page.keyboard.press(key)


def inside(inner, outer):
    """Whether a box is within another, to a pixel."""
    left, top = inner["x"] - outer["x"], inner["y"] - outer["y"]
    return (
        min(left, top) >= -1
        and left + inner["width"] <= outer["width"] + 1
        and top + inner["height"] <= outer["height"] + 1
    )


def shadow(page):
    return page.evaluate(
        "getComputedStyle(document.querySelector('.defile-cadre'), '::after').opacity"
    )


def settle(page):
    """Wait until the bubble, under which the map slides, stands still three times running."""
    page.evaluate(
        """async () => {
            const pause = () => new Promise((done) => setTimeout(done, 80));
            const read = () => {
                const { x, y } = document.querySelector(".leaflet-popup").getBoundingClientRect();
                return `${x} ${y}`;
            };
            for (let [last, still, turn] = ["", 0, 0]; still < 3 && turn < 60; turn += 1) {
                const here = read();
                still = here === last ? still + 1 : 0;
                last = here;
                await pause();
            }
        }"""
    )
