import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { escapeHtml, render, tokenize } from "../src/template.js";

describe("templates", () => {
  it("escapes fields unless they are raw", () => {
    assert.equal(render("{{title}} {{{title}}}", { title: "A & B" }), "A &amp; B A & B");
  });

  it("drops what a condition hides", () => {
    assert.equal(render("x{{#if days > 3}}late{{/if}}y", { days: "2" }), "xy");
    assert.equal(render("x{{#if days > 3}}late{{/if}}y", { days: "9" }), "xlatey");
  });

  it("names the place of an open tag", () => {
    assert.throws(() => tokenize("Dear {{name"), /at 5/);
  });

  it("leaves plain text alone", () => {
    assert.equal(escapeHtml("plain"), "plain");
  });
});
