"""The fonts of the charts as WOFF2, half the size, for pages. Made with fontTools 4.68.0 and Brotli 1.2.1:

    python3 src/report/html/fonts/make.py
"""

from pathlib import Path

from fontTools.ttLib import TTFont

here = Path(__file__).parent
for weight in ("Regular", "SemiBold"):
    font = TTFont(here.parents[2] / "chart" / "fonts" / f"Inter-{weight}.sub.otf", recalcTimestamp=False)
    font.flavor = "woff2"
    font.save(here / f"Inter-{weight}.woff2")
