package dev.gatehouse.server.cases;

import dev.gatehouse.core.identity.Nearest;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.ObjectWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The context of a case: what it says, and for all that it does not say something usual. */
final class CaseContext {
    private static final Json NOTHING = Json.of("");
    private static final String ARGUMENTS = "arguments";
    private static final String PRINCIPAL = "principal";
    private static final String RESULT = "result";
    private static final String PHASE = "phase";
    private static final List<String> PHASES = List.of("list", ARGUMENTS, RESULT);

    private CaseContext() {}

    /** What is wrong with what a case says, in words for its author. */
    static Optional<String> problem(Json said) {
        return unknown(said, usual(RESULT, List.of()), "ctx")
                .or(() -> said.member(PRINCIPAL).flatMap(CaseContext::principalProblem))
                .or(() -> said.member(PHASE)
                        .filter(phase -> !PHASES.contains(phase.string().orElse("")))
                        .map(_ -> "ctx.phase is one of " + String.join(", ", PHASES)));
    }

    private static Optional<String> principalProblem(Json principal) {
        return principal.isObject()
                ? unknown(principal, usualPrincipal(), "ctx.principal")
                : Optional.of("ctx.principal is a mapping");
    }

    private static Optional<String> unknown(Json said, Map<String, Json> known, String where) {
        return said.members().keySet().stream()
                .filter(name -> !known.containsKey(name))
                .findFirst()
                .map(name -> where + " has no `" + name + "`" + Nearest.hint(name, known.keySet()));
    }

    /** @param said has no {@link #problem} */
    static Json of(Json said, List<String> secrets) {
        String phase = said.text(PHASE).orElse(said.member(RESULT).isPresent() ? RESULT : ARGUMENTS);
        Map<String, Json> members = usual(phase, secrets);
        Map<String, Json> principal = usualPrincipal();
        said.member(PRINCIPAL).ifPresent(given -> principal.putAll(given.members()));
        members.putAll(said.members());
        members.put(PRINCIPAL, object(principal));
        return object(members);
    }

    private static Map<String, Json> usual(String phase, List<String> secrets) {
        boolean isList = phase.equals("list");
        boolean isResult = phase.equals(RESULT);
        Map<String, Json> usual = new LinkedHashMap<>();
        usual.put(PHASE, Json.of(phase));
        usual.put("tool", Json.of("crm_tool"));
        usual.put("upstreamTool", Json.of("tool"));
        usual.put("kind", Json.of("tool"));
        usual.put("method", isList ? Json.NULL : Json.of("tools/call"));
        usual.put("annotations", Json.EMPTY_OBJECT);
        usual.put("server", Json.of("sales"));
        usual.put("upstream", Json.of("crm"));
        usual.put("bundle", Json.of("staff"));
        usual.put("agent", NOTHING);
        usual.put(PRINCIPAL, Json.EMPTY_OBJECT);
        usual.put(ARGUMENTS, isList ? Json.NULL : Json.EMPTY_OBJECT);
        usual.put("answers", isList ? Json.NULL : Json.of(List.of()));
        usual.put(RESULT, isResult ? Json.EMPTY_OBJECT : Json.NULL);
        usual.put("resultKind", isResult ? Json.of(RESULT) : Json.NULL);
        usual.put("time", isList ? Json.NULL : Json.of("2026-11-18T10:00:00Z"));
        usual.put("secrets", placeholders(secrets));
        return usual;
    }

    private static Map<String, Json> usualPrincipal() {
        Map<String, Json> usual = new LinkedHashMap<>();
        usual.put("kind", Json.of("user"));
        usual.put("subject", Json.of("00u1ann"));
        usual.put("name", Json.of("okta/ann"));
        usual.put("issuer", Json.of("https://gateway.example.com"));
        usual.put("clientId", Json.of("a-client"));
        usual.put("owner", NOTHING);
        usual.put("groups", Json.of(List.of()));
        usual.put("scopes", Json.ofStrings(List.of("mcp:tools:read", "mcp:tools:execute")));
        return usual;
    }

    private static Json placeholders(List<String> secrets) {
        ObjectWriter object = Json.object();
        Set.copyOf(secrets).forEach(name -> object.put(name, "{{secret:" + name + "}}"));
        return object.build();
    }

    private static Json object(Map<String, Json> members) {
        ObjectWriter object = Json.object();
        members.forEach(object::put);
        return object.build();
    }
}
