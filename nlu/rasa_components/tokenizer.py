"""One token a character, so that no entity is cut across and no unseen name is lost."""

from __future__ import annotations

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.training_data.message import Message


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class CharTokenizer(Tokenizer):
    """Splits a text into its characters, spaces included."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Rasa's own settings for splitting intent names: not split."""
        return {"intent_tokenization_flag": False, "intent_split_symbol": "_", "token_pattern": None}

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        """The characters of the attribute's text with their offsets."""
        return [Token(char, i) for i, char in enumerate(message.get(attribute))]
