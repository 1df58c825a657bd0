"""Names of the topics, as the contract has them."""

RAW = "news.articles.raw"
CLEAN = "news.articles.clean"
UNIQUE = "news.articles.unique"
ENRICHED = "news.articles.enriched"
EVENTS = "news.events"
STORY_FEATURES = "news.story-features"
STORIES = "news.stories"
ASSIGNMENTS = "news.assignments"
KNOWLEDGE = "news.knowledge"
DEAD_LETTERS = "news.dead-letters"

INPUT_OF = {"cleaner": RAW, "deduplicator": CLEAN, "annotator": UNIQUE, "storyteller": STORY_FEATURES}
"""The topic that each agent reads."""
