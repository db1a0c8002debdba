# SPDX-License-Identifier: Apache-2.0
"""Measures the table of ACCURACY.md and test/worst_inputs.inl, and writes them:

    cmake --preset release -DACTGRAD_ACCURACY=ON -DACTGRAD_BENCHMARK=ON
    cmake --build --preset release
    python3 accuracy/table.py build/release

takes about an hour. What BUILD/table/ holds already (float.txt, double.txt: output of accuracy;
times.json: of kernels_benchmark) is not measured again; a result that is missing there leaves its
row as it is.
"""
import json
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
ORDERS = {"value": "f", "derivative": "f'", "second": "f''"}
SUMMARY = re.compile(r"(\S+) (\w+) (float|double) \w+: max (\S+) ULP at (\S+), mean (\S+),")
BENCHMARK = [
    "--benchmark_filter=^formula/avx",
    "--benchmark_min_time=0.02",
    "--benchmark_repetitions=5",
    "--benchmark_format=json",
]


def output_of(path, command):
    if not path.exists():
        path.parent.mkdir(exist_ok=True)
        unfinished = path.with_suffix(".part")
        with unfinished.open("w") as file:
            subprocess.run(command, stdout=file, check=True)
        unfinished.rename(path)
    return path.read_text()


def label(function):
    name, _, parameters = function.partition(":")
    known = {1 / 6: "1/6", 0.5: "1/2"} if name == "hard_swish" else {}
    numbers = [known.get(float(p), f"{float(p):.12g}") for p in parameters.split(",") if p]
    return f"{name}({', '.join(numbers)})" if numbers else name


def key_of_worst(line):
    return tuple(line.split(",")[:5])


def main(build):
    errors = []
    for kind in ("float", "double"):
        command = [build / "accuracy", "table", kind]
        errors += output_of(build / "table" / f"{kind}.txt", command).splitlines()
    times = {}
    report = output_of(build / "table/times.json", [build / "kernels_benchmark", *BENCHMARK])
    for run in json.loads(report)["benchmarks"]:
        if run["run_type"] == "iteration":
            _, isa, function, order, kind, _ = run["name"].split("/")
            key = (isa, label(function), ORDERS[order], kind)
            times[key] = min(times.get(key, float("inf")), run["ns"])

    page = ROOT / "ACCURACY.md"
    lines = page.read_text().splitlines()
    rows = {}
    for number, line in enumerate(lines):
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == 8 and cells[2] in ("float", "double"):
            rows[tuple(cells[:3])] = (number, cells)
    for line in errors:
        found = SUMMARY.match(line)
        if found:
            function, order, kind, most, at, mean = found.groups()
            _, cells = rows[label(function), ORDERS[order], kind]
            cells[3:6] = [f"{float(most):.3f}", f"`{at}`", f"{float(mean):.2f}"]
    for (function, order, kind), (number, cells) in rows.items():
        for column, isa in ((6, "avx2"), (7, "avx512")):
            time = times.get((isa, function, order, kind))
            if time is not None:
                cells[column] = f"{time:.2f}"
        lines[number] = "| " + " | ".join(cells) + " |"
    page.write_text("\n".join(lines) + "\n")

    inputs = ROOT / "test/worst_inputs.inl"
    new = {key_of_worst(line): line for line in errors if line.startswith("{")}
    old = inputs.read_text().splitlines()
    inputs.write_text("\n".join(new.get(key_of_worst(line), line) for line in old) + "\n")

    wrong = [" ".join(key) for key, (_, cells) in rows.items() if cells[3] == "inf"]
    if wrong:
        sys.exit(
            "A kernel or its reference has no number where the other has one: "
            + ", ".join(wrong)
            + ". `accuracy FUNCTION` prints the input; mend the one that is wrong."
        )


if len(sys.argv) != 2:
    sys.exit(__doc__)
main(pathlib.Path(sys.argv[1]).resolve())
