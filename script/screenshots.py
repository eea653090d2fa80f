"""Pictures for the README: an index of seeds/ is made, served on a free port, and asked in headless Chromium; a page is previewed."""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).parents[1]
PREVIEWED = Path("seeds/pages/2023-08-17-national-union-page.txt")
WIDTH, HEIGHT = 1280, 800
LARGEST = 250_000  # bytes; a README with heavier pictures is slow to open
SETTLED_MS = 600  # fonts and the last layout
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]


@dataclass(frozen=True)
class Picture:
    """One picture: the browser's language, what is asked, and the answer whose first ``[n]`` is clicked at the end, from 1."""

    name: str
    locale: str
    questions: tuple[str, ...]
    clicked: int


PICTURES = (
    Picture("chat-en.png", "en-GB", ("how many stations in Shanxi", "Which has more stations, Shanxi or Qingdao?"), clicked=1),
    Picture("chat-zh.png", "zh-CN", ("山西有多少个站点？", "陕西有多少个站点？"), clicked=1),
)


@contextmanager
def served_seeds() -> Iterator[str]:
    """The address of a service over a fresh index of seeds/."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "WENJU_INDEX": f"{folder}/index"}
        wenju = [sys.executable, "-c", "from ui.cli import main; main()"]
        built = subprocess.run([*wenju, "build", "seeds/articles", "seeds/pages"], cwd=ROOT, env=environment, check=False)  # noqa: S603
        if built.returncode not in {0, 3}:
            sys.exit("script/screenshots: seeds/ could not be indexed; the reason stands above")
        command = [*wenju, "serve", "--port", "0"]
        with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as serving:  # noqa: S603
            try:
                line = serving.stdout.readline() if serving.stdout else ""
                yield next(word for word in line.split() if word.startswith("http"))
            finally:
                serving.terminate()


def take(browser: Browser, address: str, picture: Picture, folder: Path) -> None:
    """Ask, click, and write one picture."""
    viewport = {"width": WIDTH, "height": HEIGHT}
    context = browser.new_context(locale=picture.locale, viewport=viewport, reduced_motion="reduce", color_scheme="light")
    page = context.new_page()
    page.goto(address)
    for turn, question in enumerate(picture.questions, start=1):
        page.get_by_role("textbox").fill(question)
        page.keyboard.press("Enter")
        page.locator(f"#wj-a{turn}").wait_for()
    page.locator(f"#wj-a{picture.clicked} .wj-cite").first.click()
    page.locator("mark.wj-active").wait_for()
    page.wait_for_timeout(SETTLED_MS)
    page.screenshot(path=folder / picture.name)
    context.close()
    tell_size(folder / picture.name)


def take_preview(browser: Browser, folder: Path) -> None:
    """Preview a shipped page and write the picture of its middle, where a tail stands below the next article's headline."""
    with tempfile.TemporaryDirectory() as made:
        html = Path(made) / "preview.html"
        wenju = [sys.executable, "-c", "from ui.cli import main; main()"]
        subprocess.run([*wenju, "preview", str(PREVIEWED), "--html", str(html)], cwd=ROOT, check=True)  # noqa: S603
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="light")
        page.goto(html.as_uri())
        page.locator(".print .title").last.evaluate("title => window.scrollBy(0, title.getBoundingClientRect().top - 320)")
        page.wait_for_timeout(SETTLED_MS)
        page.screenshot(path=folder / "preview.png")
        page.close()
    tell_size(folder / "preview.png")


def tell_size(file: Path) -> None:
    """Say how large a picture is; stop when it is too large for a README."""
    size = file.stat().st_size
    sys.stdout.write(f"{file}: {WIDTH} × {HEIGHT}, {size // 1000} kB\n")
    if size > LARGEST:
        sys.exit(f"script/screenshots: {file} is larger than {LARGEST // 1000} kB; ask something shorter")


def main() -> None:
    """Write all pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=ROOT / "docs/screenshots")
    folder = parser.parse_args().folder
    chromium = os.environ.get("WENJU_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        sys.exit("script/screenshots: no Chromium; install chromium or name it in WENJU_CHROMIUM")
    folder.mkdir(parents=True, exist_ok=True)
    with served_seeds() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        for picture in PICTURES:
            take(browser, address, picture, folder)
        take_preview(browser, folder)
        browser.close()


if __name__ == "__main__":
    main()
