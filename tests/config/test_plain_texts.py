"""In scenario files a plain text serves both languages."""

import entente

FILE = """\
title: Ma table
extends: twenty_partners
organisations:
  table: {name: Table du coin}
levers:
  ours: {name: À nous, effects: {context.funding: {add: 0.1}}}
"""


def test_a_plain_text_serves_both_languages(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text(FILE, encoding="utf-8")
    settings = entente.settings(str(path))
    for text, said in ((settings.title, "Ma table"), (settings.organisations["table"].name, "Table du coin"),
                       (settings.levers["ours"].name, "À nous")):  # fmt: skip
        assert text.fr == text.en == said
    assert settings.story.fr != settings.story.en
