package dev.gatehouse.core.upstream;

import dev.gatehouse.core.json.Json;

/** One thing an upstream wants to know before it goes on: an elicitation, a sampling, the roots. */
public record InputRequest(String key, String method, Json params) {}
