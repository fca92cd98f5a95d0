#!/usr/bin/env python3
"""How well do the verdict rules agree with real decisions, and which weights agree best?

usage: verdict_weights.py REPORTS STAYED [--write] [--cases]

REPORTS is a folder with a JSON file per decided case: {"case": {"id", "repo", "to"}, "component": a component of assay's
JSON report}, the component scanned as it was before the decision.

STAYED is a folder that stayed.py writes: components of repositories that are in none of the cases and of which no part is
known to have moved. Two of three cases are moves, in the world few components are: these stand for the world. As a few of
them would gain from a move nobody has made, they count little.

The weights are learned by penalised maximum likelihood (a softmax over the three answers; ridge penalty), twice: what comes
out small the first time is left out the second. A rule may only speak for the answer that its file names, or against it
where its weight is negative, and say the opposite of the others; its size is what is learned. A rule about what code does
keeps at least its author's least weight, one about words has to earn its place; rules about what cannot be, and rules that
are silent in nearly all cases, are their author's alone. The figures are from cross-validation that leaves the case's whole
repository out of all of this, and for those that stayed, some repositories at a time. With --write the weights learned from
all cases are written into rules/verdicts and rules/model/scoring.yaml, rounded as they were in the validation, and word
rules without a weight are named, to be removed. Needs numpy, scipy and PyYAML.
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
# Penalties of the squared weights, for choosing and for learning, and the least weight that is chosen: set once on a coarse
# grid; neighbouring values move the accuracy by 0.01.
CHOOSING, PENALTY, LEAST_CHOSEN = 4.0, 2.0, 0.15
LEAST, STEP = 0.1, 0.05  # of a written weight
LEAST_PRIOR = 0.5  # of `keep`: where no rule speaks, it is said with e^0.5 / (2 + e^0.5) = 0.45
# What the components of a repository that stayed count together, a decided case being 1: as much as costs no accuracy on the
# cases that are left out.
STAYED_WEIGHT = 0.3
LEAST_LINES = 500  # of code, of a component that stayed
FOLDS = 8  # of the repositories that stayed, as there are too many to leave out each alone
RULED_OUT = "limits"  # group of rules about what cannot be: no matter of frequency
FEWEST = 5  # cases in which a rule must speak; of others its author knows more than the cases
WORDS = "names."  # family of signals
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


class Components:
    """What the rules see in some components, and what was decided about these."""

    def __init__(self, signals, answers, repositories, rules):
        gains = load("rules/model/gains.yaml")["languages"]
        self.strengths = np.array([[strength(rule, values, gains) for rule in rules] for values in signals])
        self.answer = np.array([ANSWERS.index(answer) for answer in answers])
        self.repository = np.array(repositories)
        self.weight = np.ones(len(signals))
        # How much of the code already is in an answer's language.
        self.settled = np.array([[sum(v.get("language." + n, 0) for n in gains if a in gains[n].get("settled", []))
                                  for a in ANSWERS] for v in signals])

    def where(self, rows):
        return {name: getattr(self, name)[rows] for name in ("strengths", "settled", "answer", "weight")}


def read_all(folder):
    return [json.load(open(path, encoding="utf-8")) for path in sorted(glob.glob(os.path.join(folder, "*.json")))]


class Cases(Components):
    def __init__(self, folder, rules):
        self.rows = [row for row in read_all(folder) if row["component"]]
        super().__init__([{s["id"]: s["value"] for s in row["component"]["signals"]} for row in self.rows],
                         [row["case"]["to"] for row in self.rows], [row["case"]["repo"] for row in self.rows], rules)


class Stayed(Components):
    def __init__(self, folder, rules):
        rows = [(repository["repository"], component["signals"]) for repository in read_all(folder)
                for component in repository["components"]
                if component["signals"].get("size.code_lines", 0) >= LEAST_LINES and not component["signals"].get("kind.tests")]
        super().__init__([signals for _, signals in rows], ["keep"] * len(rows), [name for name, _ in rows], rules)
        names, at, counts = np.unique(self.repository, return_inverse=True, return_counts=True)
        self.weight = STAYED_WEIGHT / counts[at]
        self.fold = at % FOLDS
        self.repositories = len(names)


def together(*parts):
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def signs(rules):
    """By rule and answer: which way the rule may speak: for what its answer says, against the others; where it speaks against
    its answer, for what its criterion points to."""
    criteria = load("rules/model/criteria.yaml")["criteria"]
    table = -np.ones((len(rules), 3))
    for i, rule in enumerate(rules):
        for answer in [rule["answer"]] if rule["weight"] > 0 else criteria[rule["criteria"][0]]["points_to"][:1]:
            table[i, ANSWERS.index(answer)] = 1
    return table


def scores(weights, prior, strengths, settled):
    """What speaks for the language that code is in, speaks for staying: by component and answer."""
    sums = strengths @ weights
    sums[:, 2] += prior
    p = np.exp(sums - sums.max(1, keepdims=True))
    p /= p.sum(1, keepdims=True)
    stays = p * settled * [1, 1, 0]
    p -= stays
    p[:, 2] += stays.sum(1)
    return p


class Learner:
    """What the weights may be: by rule and answer, bounds of their sizes."""

    def __init__(self, rules, cases):
        self.sign = signs(rules)
        silent = (cases.strengths > 0).sum(0) < FEWEST
        self.given = np.array([silent[i] or rule["group"] == RULED_OUT for i, rule in enumerate(rules)])
        self.author = np.zeros(self.sign.shape)
        self.least = np.zeros(self.sign.shape)
        for i, rule in enumerate(rules):
            for answer, weight in {rule["answer"]: rule["weight"], **rule.get("also", {})}.items():
                self.author[i, ANSWERS.index(answer)] = abs(weight)
            if not rule["signal"].startswith(WORDS) or rule.get("when"):
                self.least[i, ANSWERS.index(rule["answer"])] = LEAST

    def bounds(self, chosen, least):
        rows = [[(w, w) for w in self.author[i]] if self.given[i]
                else [(l, None) if c or l else (0, 0) for c, l in zip(chosen[i], least[i])] for i in range(len(self.sign))]
        return [pair for row in rows for pair in row] + [(LEAST_PRIOR, None)]

    def fit(self, known, penalty, bounds):
        k, (strengths, settled, answer, count) = len(self.sign), known.values()
        # Of each component: the parts of the three answers that are the one decided.
        decided = np.eye(3)[answer] * (1 - settled * [1, 1, 0]) + (answer == 2)[:, None] * settled * [1, 1, 0]

        def loss(x):
            weights, prior = x[:-1].reshape(k, 3) * self.sign, x[-1]
            p = scores(weights, prior, strengths, np.zeros((len(answer), 3)))
            inside = p * decided
            right = np.maximum(inside.sum(1), 1e-12)
            slope = count[:, None] * (p - inside / right[:, None])
            value = -(count * np.log(right)).sum() + penalty * (weights**2).sum() / 2
            return value, np.r_[((strengths.T @ slope + penalty * weights) * self.sign).ravel(), slope[:, 2].sum()]

        found = minimize(loss, [low for low, _ in bounds], jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 300})
        return found.x[:-1].reshape(k, 3) * self.sign, found.x[-1]

    def learn(self, known):
        """Weights and prior as they are written."""
        everything = np.ones(self.sign.shape, bool)
        weights, _ = self.fit(known, CHOOSING, self.bounds(everything, np.zeros(self.sign.shape)))
        chosen = np.abs(weights) >= LEAST_CHOSEN
        weights, prior = self.fit(known, PENALTY, self.bounds(chosen, self.least))
        weights = np.round(weights / STEP) * STEP
        weights[np.abs(weights) < LEAST - STEP / 4] = 0
        return weights, round(prior, 2)


def left_out(judged, others, groups, learner):
    """What is said of each of `judged` by weights learned without those of its group."""
    p = np.zeros((len(judged.answer), 3))
    for group in set(groups):
        out = groups == group
        weights, prior = learner.learn(together(judged.where(~out), others.where(slice(None))))
        p[out] = scores(weights, prior, judged.strengths[out], judged.settled[out])
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


def write(rules, weights, prior, given):
    for rule, row, is_given in zip(rules, weights, given):
        if is_given:
            continue
        if not row.any():
            print(f"says nothing: {rule['id']}")
            continue
        main = ANSWERS.index(rule["answer"])
        text = open(rule["path"], encoding="utf-8").read()
        if row[main] == 0:  # it speaks against one answer rather than for another
            main = np.abs(row).argmax()
        for_or_against = "for" if row[main] > 0 else "against"
        text = re.sub(r"^answer: .*\n", f"answer: {ANSWERS[main]}\n", text, flags=re.M)
        text = re.sub(r"expect: (for|against)", f"expect: {for_or_against}", text)
        also = {ANSWERS[k]: row[k] for k in range(3) if k != main and row[k]}
        text = re.sub(r"^also: .*\n", "", text, flags=re.M)
        line = f"weight: {row[main]:g}\n"
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
    parser.add_argument("stayed")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--cases", action="store_true", help="list the cases that are got wrong")
    arguments = parser.parse_args()
    rules = read_rules()
    cases = Cases(arguments.reports, rules)
    stayed = Stayed(arguments.stayed, rules)
    learner = Learner(rules, cases)
    print(f"{len(cases.rows)} cases, {len(rules)} rules, {len(stayed.answer)} components of {stayed.repositories} repositories that stayed")
    p = left_out(cases, stayed, cases.repository, learner)
    report("left out", p, cases.answer)
    told = np.eye(3)[left_out(stayed, cases, stayed.fold, learner).argmax(1)]
    moves = ", ".join(f"{a} {t:.3f}" for a, t in zip(ANSWERS[:2], told.mean(0)))
    alike = np.average(told, axis=0, weights=stayed.weight)[:2].sum()
    print(f"stayed, left out: told to move to {moves}; {alike:.3f} of them where repositories count alike")
    weights, prior = learner.learn(together(cases.where(slice(None)), stayed.where(slice(None))))
    report("learned from", scores(weights, prior, cases.strengths, cases.settled), cases.answer)
    learned = weights[~learner.given]
    print(f"{np.sum(np.abs(learned) > LEAST)} learned weights above {LEAST}, in {np.sum(np.abs(learned).max(1) > LEAST)} rules, prior {prior:.2f}")
    if arguments.cases:
        for at in np.argsort(p[np.arange(len(p)), cases.answer]):
            case = cases.rows[at]["case"]
            if p[at].argmax() != cases.answer[at]:
                print(f"{case['id']:40s} {case['to']:5s} " + " ".join(f"{a} {v:.2f}" for a, v in zip(ANSWERS, p[at])))
    if arguments.write:
        write(rules, weights, prior, learner.given)


if __name__ == "__main__":
    main()
