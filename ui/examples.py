"""Examples for the help of each command: what people do most, one line each, shown below the options."""

EXAMPLES: dict[str, tuple[str, ...]] = {
    "build": (
        "wenju build seeds/articles seeds/pages",
        "wenju build pages.jsonl.gz --index news-index",
        "wenju build pages --allow-shrink        # after most of the pages were taken away on purpose",
    ),
    "ask": (
        'wenju ask "how many stations in Shanxi"',
        "wenju ask 山西有多少个站点？ --json",
        'wenju ask "how many job fairs" --place 淄博 --from 2023-06 --to 2023-12',
        "wenju ask --batch questions.jsonl > answers.jsonl",
    ),
    "retrieve": (
        'wenju retrieve "stations in Shanxi"',
        "wenju retrieve 户外劳动者 -k 3 --json",
    ),
    "serve": (
        "wenju serve",
        "wenju serve --port 8000 --index news-index",
        "wenju serve --host 0.0.0.0 --allow-origin https://news.example",
    ),
    "demo": ("wenju demo --endpoint http://127.0.0.1:7860 --port 7861",),
    "list": ("wenju list", "wenju list --json --index news-index"),
    "remove": ("wenju remove 0c32899cd5016104", "wenju remove --source page-3.txt"),
    "verify": ("wenju verify", "wenju verify --json --index news-index"),
    "stats": ("wenju stats",),
    "doctor": ("wenju doctor", "wenju doctor --json --index news-index"),
    "backup": ("wenju backup monday.tar", "wenju backup monday.tar --index news-index"),
    "restore": ("wenju restore monday.tar --index restored-index",),
    "preview": ("wenju preview pages/page-3.txt", "wenju preview pages/*.txt --html cut.html", "wenju preview page-3.txt --json"),
    "model export": ("wenju model export wenju-encoder", "wenju model export my-encoder --from .wenju/train/trained.npz"),
    "eval run": (
        "wenju eval run seeds/questions.jsonl",
        "wenju eval run seeds/questions.jsonl --misses --json report.json --html report.html",
        "wenju eval run sets --limit 200        # every set the folder holds",
        "wenju eval run my-questions.jsonl --index news-index",
        "WENJU_LLM__BASE_URL=http://127.0.0.1:11434/v1 WENJU_LLM__MODEL=qwen3 wenju eval run seeds/questions.jsonl --llm",
    ),
    "eval gate": ("wenju eval gate", "wenju eval gate my-set", "wenju eval gate --pin"),
    "eval compare": ("wenju eval compare before.json after.json",),
    "eval sweep": ("wenju eval sweep seeds/questions.jsonl --vary retrieve.top_k=5,10 --vary retrieve.leg_k=20,50",),
    "eval draft": ("wenju eval draft my-set.jsonl --number 40", "wenju eval run my-set.jsonl --index .wenju/index"),
    "eval judge": ("wenju eval run seeds/questions.jsonl --json run.json", "wenju eval judge run.json --html run.html"),
    "eval trec": ("wenju eval trec qrels.txt run.txt --json report.json",),
    "eval pages": ("wenju eval pages seeds/articles --out composed --level hard --number 50 --seed 1",),
    "eval peers": ("wenju eval peers seeds/questions.jsonl", "wenju eval peers my-set --limit 200 --system wenju --system bm25"),
}

# The order in which a newcomer meets them.
START = ("wenju build seeds/articles seeds/pages", 'wenju ask "how many stations in Shanxi"', "wenju serve")


def examples_of(command: str = "") -> str:
    r"""The text below a command's options; ``\b`` keeps click from joining the lines. Without a command, how to begin."""
    title = "Examples:" if command else "Begin with:"
    lines = EXAMPLES[command] if command else START
    return "\n".join(["\b", title, *(f"  {line}" for line in lines)])
