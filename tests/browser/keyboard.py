"""Somebody without a mouse: Tab, Enter, Space, the arrow keys of a group of choices, and typing."""

from playwright.sync_api import Locator, Page

from tests import factories

# Longer than any page of the product; more means that something cannot be reached.
MOST_STEPS = 250

# Where the focus is: on `target` or not, in which group of choices, and whether it can be seen to
# be there, on the screen, marked, and with nothing on top.
LOOK = """target => {
  const one = document.activeElement;
  const seen = () => {
    if (one === document.body) return "";
    const what = one.outerHTML.slice(0, 120);
    const box = one.getClientRects()[0];
    const style = getComputedStyle(one);
    if (style.outlineStyle === "none" && style.boxShadow === "none") return "no mark: " + what;
    const middle = (from, to, end) => (Math.max(from, 0) + Math.min(to, end)) / 2;
    const top = document.elementFromPoint(
      middle(box.left, box.right, innerWidth), middle(box.top, box.bottom, innerHeight));
    if (!top) return "off the screen: " + what;
    return one.contains(top) || top.contains(one) ? "" : "covered: " + what;
  };
  return [one === target, one.name || "", seen()];
}"""


class Keyboard:
    """The hands of a person on the keyboard in front of `page`."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def sign_in(self, address: str, username: str) -> None:
        """Sign in through the form."""
        self.page.goto(f"{address}/sign-in")
        self.write("User name", username)
        self.write("Password", factories.PASSWORD)
        self.page.keyboard.press("Enter")
        self.page.wait_for_url(lambda url: "/sign-in" not in url)

    def go(self, target: Locator) -> None:
        """Press Tab until `target` has the focus; in its group of choices press the arrow key."""
        element = target.element_handle()
        group = element.get_attribute("name") if element.get_attribute("type") == "radio" else None
        is_there, held, _ = self.page.evaluate(LOOK, element)
        for _ in range(MOST_STEPS):
            if is_there:
                return
            self.page.keyboard.press("ArrowDown" if group and held == group else "Tab")
            is_there, held, problem = self.page.evaluate(LOOK, element)
            assert not problem, f"{self.page.url}: focus is not visible, {problem}"
        raise AssertionError(f"{self.page.url}: the keyboard cannot reach {target}")

    def press(self, name: str) -> None:
        """Go to a button and press it."""
        self.go(self.page.locator("main").get_by_role("button", name=name).first)
        self.page.keyboard.press("Enter")

    def follow(self, name: str) -> None:
        """Go to a link and follow it."""
        self.go(self.page.get_by_role("link", name=name).first)
        self.page.keyboard.press("Enter")

    def choose(self, name: str, *, role: str = "radio") -> None:
        """Go to a choice and make it."""
        target = self.page.get_by_role(role, name=name).first  # type: ignore[arg-type]
        self.go(target)
        if not target.is_checked():
            self.page.keyboard.press("Space")

    def write(self, label: str, text: str) -> None:
        """Go to a field and write `text` in place of what is there."""
        self.go(self.page.get_by_label(label, exact=True).first)
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.type(text)

    def pick(self, label: str, text: str) -> None:
        """Go to a list and pick by typing."""
        self.go(self.page.get_by_label(label).first)
        self.page.keyboard.type(text)
