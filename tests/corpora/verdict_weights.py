#!/usr/bin/env python3
"""How well do the verdict rules agree with real decisions, and which weights agree best?

usage: verdict_weights.py REPORTS [--write] [--cases]

REPORTS is a folder with a JSON file per decided case: {"case": {"id", "repo", "to"}, "component": a component of assay's
JSON report}, the component scanned as it was before the decision.

The weights are learned by penalised maximum likelihood (a softmax over the three answers; ridge penalty): a rule may only
speak for the answer that its file names, or against it where its weight is negative, and say the opposite of the others;
its size is what is learned. The figures are from cross-validation that leaves the case's whole repository out. With --write
the weights learned from all cases are written into rules/verdicts and rules/model/scoring.yaml, rounded; a rule that is
silent in nearly all cases keeps its author's weight, one about which the cases say nothing the least. Needs numpy, scipy and PyYAML.
"""
import argparse
import glob
import json
import os
import re

import numpy as np
import yaml
from scipy.optimize import minimize

ROOT = os.environ.get("ASSAY_SOURCE_DIR") or os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
ANSWERS = ["rust", "go", "keep"]
PENALTY = 2.0  # of the squared weights; chosen once on a grid, the figures hardly move between half and twice of it
FOLDS = 30  # groups of repositories that are left out together, so that the whole takes seconds
LEAST, STEP = 0.1, 0.05  # of a written weight
LEAST_PRIOR = 0.5  # of `keep`: a move has to earn its cost, and two of three cases are moves, which is more than in the world
RULED_OUT = "limits"  # group of rules about what cannot be: no matter of frequency
FEWEST = 5  # cases in which a rule must speak; of others its author knows more than the cases
OPERATORS = {">": np.greater, ">=": np.greater_equal, "<": np.less, "<=": np.less_equal}


def load(path):
    with open(os.path.join(ROOT, path), encoding="utf-8") as file:
        return yaml.safe_load(file)


def read_rules():
    rules = []
    for path in sorted(glob.glob(os.path.join(ROOT, "rules/verdicts/*.yaml"))):
        rules.append({**load(path), "id": os.path.basename(path)[:-5], "path": path})
    return rules


def holds(text, values):
    signal, operator, number = text.split()
    return OPERATORS[operator](values.get(signal, 0), float(number))


def strength(rule, values, gains):
    """In [0, 1], as rules/engine/weighing.cpp has it."""
    if not all(holds(c, values) for c in rule.get("when", [])):
        return 0.0
    if rule.get("any") and not any(holds(c, values) for c in rule["any"]):
        return 0.0
    value, low, high = values.get(rule["signal"], 0), rule["from"], rule["to"]
    if rule.get("scale") == "log":
        value, low, high = np.log(max(value, 1e-12)), np.log(low), np.log(high)
    ramp = min(1.0, max(0.0, (value - low) / (high - low)))
    if "gain" not in rule:
        return ramp
    shares = {name: values.get("language." + name, 0) for name in gains}
    whole = sum(shares.values())
    return ramp * (sum(shares[n] * gains[n][rule["gain"]] for n in gains) / whole if whole else 1)


class Cases:
    def __init__(self, folder, rules):
        gains = load("rules/model/gains.yaml")["languages"]
        rows = [json.load(open(path, encoding="utf-8")) for path in sorted(glob.glob(os.path.join(folder, "*.json")))]
        self.rows = [row for row in rows if row["component"]]
        values = [{s["id"]: s["value"] for s in row["component"]["signals"]} for row in self.rows]
        self.strengths = np.array([[strength(rule, v, gains) for rule in rules] for v in values])
        self.answer = np.array([ANSWERS.index(row["case"]["to"]) for row in self.rows])
        repositories = sorted({row["case"]["repo"] for row in self.rows})
        order = np.random.RandomState(7).permutation(len(repositories))
        fold = {repositories[at]: i % FOLDS for i, at in enumerate(order)}
        self.fold = np.array([fold[row["case"]["repo"]] for row in self.rows])
        # How much of the code already is in an answer's language.
        self.settled = np.array([[sum(v.get("language." + n, 0) for n in gains if a in gains[n].get("settled", []))
                                  for a in ANSWERS] for v in values])


def signs(rules):
    """By rule and answer: which way the rule may speak."""
    table = -np.ones((len(rules), 3))
    for i, rule in enumerate(rules):
        table[i, ANSWERS.index(rule["answer"])] = 1
        if rule["weight"] < 0:
            table[i] *= -1
    return table


def open_answers(settled):
    """What the code already is, is no answer."""
    return 1 - settled * np.array([1, 1, 0])


def scores(weights, prior, strengths, settled):
    sums = strengths @ weights
    sums[:, 2] += prior
    sums = np.exp(sums - sums.max(1, keepdims=True))
    p = sums * open_answers(settled)
    return p / p.sum(1, keepdims=True)


def learn(strengths, settled, answer, sign, penalty=PENALTY):
    n, k = strengths.shape
    one = np.eye(3)[answer]

    def loss(x):
        weights, prior = x[:-1].reshape(k, 3) * sign, x[-1]
        sums = strengths @ weights
        sums[:, 2] += prior
        sums = np.exp(sums - sums.max(1, keepdims=True)) * open_answers(settled)
        p = sums / sums.sum(1, keepdims=True)
        slope = p - one
        value = -np.log(np.maximum((p * one).sum(1), 1e-12)).sum() + penalty * (weights**2).sum() / 2
        return value, np.r_[((strengths.T @ slope + penalty * weights) * sign).ravel(), slope[:, 2].sum()]

    found = minimize(loss, np.zeros(3 * k + 1), jac=True, method="L-BFGS-B", bounds=[(0, None)] * (3 * k) + [(LEAST_PRIOR, None)],
                     options={"maxiter": 300})
    return found.x[:-1].reshape(k, 3) * sign, found.x[-1]


def cross_validated(cases, sign, penalty=PENALTY):
    p = np.zeros((len(cases.rows), 3))
    for fold in range(FOLDS):
        out = cases.fold == fold
        weights, prior = learn(cases.strengths[~out], cases.settled[~out], cases.answer[~out], sign, penalty)
        p[out] = scores(weights, prior, cases.strengths[out], cases.settled[out])
    return p


def report(name, p, answer):
    said = p.argmax(1)
    f1 = []
    print(f"{name}: accuracy {np.mean(said == answer):.3f}", end="")
    for k, word in enumerate(ANSWERS):
        hit = np.sum((said == k) & (answer == k))
        precision, recall = hit / max(1, np.sum(said == k)), hit / max(1, np.sum(answer == k))
        f1.append(2 * precision * recall / (precision + recall) if hit else 0)
        print(f", {word} P {precision:.2f} R {recall:.2f}", end="")
    surest = np.argsort(-p.max(1))[: len(answer) // 4]
    brier = ((p - np.eye(3)[answer]) ** 2).sum(1).mean()
    print(f", macro F1 {np.mean(f1):.3f}, Brier {brier:.3f}, surest quarter {np.mean(said[surest] == answer[surest]):.3f}")


def rounded(weight):
    return round(weight / STEP) * STEP


def write(rules, cases, weights, prior, sign):
    for rule, spoken, row, way in zip(rules, (cases.strengths > 0).sum(0), weights, sign):
        if spoken < FEWEST or rule["group"] == RULED_OUT:
            continue
        main = ANSWERS.index(rule["answer"])
        own = rounded(row[main])
        if abs(own) < LEAST:
            own = LEAST * way[main]
        also = {ANSWERS[k]: rounded(row[k]) for k in range(3) if k != main and abs(rounded(row[k])) >= LEAST}
        text = open(rule["path"], encoding="utf-8").read()
        text = re.sub(r"^also: .*\n", "", text, flags=re.M)
        line = f"weight: {own:g}\n"
        if also:
            line += "also: {" + ", ".join(f"{a}: {w:g}" for a, w in also.items()) + "}\n"
        text = re.sub(r"^weight: .*\n", line, text, flags=re.M)
        open(rule["path"], "w", encoding="utf-8").write(text)
    path = os.path.join(ROOT, "rules/model/scoring.yaml")
    text = re.sub(r"^prior: .*$", f"prior: {prior:.2g}", open(path, encoding="utf-8").read(), flags=re.M)
    open(path, "w", encoding="utf-8").write(text)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("reports")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--cases", action="store_true", help="list the cases that are got wrong")
    arguments = parser.parse_args()
    rules = read_rules()
    cases, sign = Cases(arguments.reports, rules), signs(rules)
    print(f"{len(cases.rows)} cases, {len(rules)} rules")
    p = cross_validated(cases, sign)
    report("left out", p, cases.answer)
    weights, prior = learn(cases.strengths, cases.settled, cases.answer, sign)
    report("learned from", scores(weights, prior, cases.strengths, cases.settled), cases.answer)
    print(f"{np.sum(np.abs(weights) >= STEP / 2)} weights above {STEP / 2}, prior {prior:.2f}")
    if arguments.cases:
        for at in np.argsort(p[np.arange(len(p)), cases.answer]):
            case = cases.rows[at]["case"]
            if p[at].argmax() != cases.answer[at]:
                print(f"{case['id']:40s} {case['to']:5s} " + " ".join(f"{a} {v:.2f}" for a, v in zip(ANSWERS, p[at])))
    if arguments.write:
        write(rules, cases, weights, prior, sign)


if __name__ == "__main__":
    main()
