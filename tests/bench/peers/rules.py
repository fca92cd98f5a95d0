"""Thirty rules for ast-grep per language, of the kinds that linters have: shapes of code, and calls by name."""

CALLS = ["open", "print", "read", "write", "close", "free", "malloc", "copy", "parse", "format", "append", "send", "receive",
         "lock", "unlock", "join", "split", "sort", "find", "get"]
KINDS = {
    "python": ["for_statement", "while_statement", "try_statement", "with_statement", "lambda", "list_comprehension",
               "function_definition", "class_definition", "comparison_operator", "import_from_statement"],
    "c": ["for_statement", "while_statement", "do_statement", "switch_statement", "goto_statement", "cast_expression",
          "function_definition", "struct_specifier", "subscript_expression", "conditional_expression"],
    "javascript": ["for_statement", "for_in_statement", "while_statement", "try_statement", "arrow_function", "await_expression",
                   "function_declaration", "class_declaration", "template_string", "new_expression"],
}
KINDS["cpp"] = [*KINDS["c"][:7], "class_specifier", "new_expression", "lambda_expression"]
KINDS["typescript"] = KINDS["javascript"]
NAMES = {"python": "Python", "c": "C", "cpp": "Cpp", "javascript": "JavaScript", "typescript": "TypeScript"}


def rules(language):
    """The text of a rule file."""
    bodies = [f"kind: {kind}" for kind in KINDS[language]]
    end = ";" if language in ("c", "cpp") else ""
    bodies += [f"pattern: '{call}($$$){end}'" for call in CALLS]
    return "---\n".join(f"id: rule-{i}\nlanguage: {NAMES[language]}\nseverity: warning\nmessage: seen\nrule:\n  {body}\n"
                        for i, body in enumerate(bodies))
