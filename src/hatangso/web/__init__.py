"""The pages and the interface of programs: parse, call one workflow, render."""
