package dev.gatehouse.core.upstream;

import dev.gatehouse.core.json.Json;

/** A notification an upstream sent while a call was under way. */
public record Notice(String method, Json params) {}
