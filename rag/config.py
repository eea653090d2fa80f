"""Settings: frozen, printable, loaded once and passed down.

Order of precedence: explicit override (a command-line flag) > ``WENJU_*`` environment variable > ``wenju.toml`` > default.
A nested field is named with two underscores in the environment: ``WENJU_LLM__BASE_URL``.
"""

from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from index.errors import ConfigError

CONFIG_FILE = "wenju.toml"


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class EmbeddingSettings(_Frozen):
    """Which model turns text into vectors: ``embedded``, or a sentence-transformers name or path.

    A prompt that is not set is the model's own, or its family's; an empty one is none.
    """

    model: str = "embedded"
    query_prompt: str | None = None
    passage_prompt: str | None = None


class RetrieveSettings(_Frozen):
    """How many chunks each arm gives (``leg_k``) and what reaches the answer (``top_k``).

    ``rrf_k`` damped ranks when they were fused; the order is learned now, and it changes nothing.
    """

    top_k: int = Field(10, ge=1, le=10)
    leg_k: int = Field(50, ge=1, le=1000)
    rrf_k: int = Field(60, ge=1)


class RerankSettings(_Frozen):
    """A sentence-transformers cross-encoder, by name or path, that puts the ``first`` candidates in its own order; none by default."""

    model: str | None = None
    first: int = Field(20, ge=2, le=32)


class LLMSettings(_Frozen):
    """An OpenAI-compatible endpoint; without ``base_url`` and ``model`` answers are extractive. Deadlines in seconds."""

    base_url: str | None = None
    model: str | None = None
    api_key: SecretStr | None = None
    connect_timeout_s: float = Field(3.0, gt=0)
    first_token_timeout_s: float = Field(10.0, gt=0)
    gap_timeout_s: float = Field(15.0, gt=0)
    total_timeout_s: float = Field(90.0, gt=0)
    max_tokens: int = Field(600, ge=16)
    temperature: float = Field(0.0, ge=0, le=2)
    breaker_failures: int = Field(5, ge=1)
    breaker_open_s: float = Field(15.0, gt=0)

    @property
    def enabled(self) -> bool:
        """True when both the endpoint and the model are named."""
        return bool(self.base_url and self.model)


class ServeSettings(_Frozen):
    """The web service. ``allowed_origins`` are the sites (scheme://host[:port]) that may embed the widget or call the API."""

    host: str = "127.0.0.1"
    port: int = Field(7860, ge=0, le=65535)
    allowed_origins: tuple[str, ...] = ()
    max_body_bytes: int = Field(256_000, ge=1_000)
    max_in_flight: int = Field(64, ge=1)


class IngestSettings(_Frozen):
    """What a build may take in. ``allow_urls``: addresses on the web may be fetched."""

    allow_urls: bool = False


class Settings(BaseSettings):
    """All settings of the program."""

    model_config = SettingsConfigDict(frozen=True, extra="forbid", env_prefix="WENJU_", env_nested_delimiter="__", toml_file=CONFIG_FILE)

    index: Path = Path(".wenju/index")
    cache: Path = Path(".wenju/cache")
    max_question_chars: int = Field(1000, ge=10)
    embedding: EmbeddingSettings = EmbeddingSettings()
    retrieve: RetrieveSettings = RetrieveSettings()
    rerank: RerankSettings = RerankSettings()
    llm: LLMSettings = LLMSettings()
    serve: ServeSettings = ServeSettings()
    ingest: IngestSettings = IngestSettings()

    @classmethod
    def settings_customise_sources(  # the signature is pydantic-settings' own
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - no .env file is read
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - nor a folder of secrets
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Flags, then the environment, then the file."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)

    @classmethod
    def load(cls, **overrides: Any) -> "Settings":
        """Read all sources.

        Raises:
            ConfigError: an unknown name or a value out of range, with the name, the value and the rule.
        """
        try:
            return cls(**overrides)
        except ValidationError as error:
            lines = [f"{'.'.join(map(str, e['loc']))}: {e['msg']} (found {e['input']!r})" for e in error.errors()]
            raise ConfigError(f"settings in {CONFIG_FILE} or WENJU_*: " + "; ".join(lines)) from error
