package dev.gatehouse.server.cli;

import dev.gatehouse.core.http.Endpoint.Method;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.Names;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** One order about agents. */
abstract class AgentVerb extends AdminVerb {
    static final String AGENTS = "/api/v1/agents";

    /** A name that is no slug never becomes part of a path. */
    final int sendFor(String name, Method method, String below, Optional<Json> body, Function<Json, String> text) {
        return Names.isSlug(name)
                ? send(
                        method,
                        AGENTS + "/" + name + below,
                        body.map(Json::toString).orElse(""),
                        text)
                : misused("not a name of an agent: " + name);
    }

    static Stream<Json> elements(Json object, String member) {
        return object.member(member).stream().flatMap(list -> list.elements().stream());
    }
}
