package dev.gatehouse.server.config.policy;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.server.config.bind.Doc;

/** What the arguments of a call must look like. */
public record ArgumentsConfig(
        @Doc("A JSON Schema (2020-12), written in YAML or as JSON. References lead within it; patterns are RE2's.")
        Json schema) {}
