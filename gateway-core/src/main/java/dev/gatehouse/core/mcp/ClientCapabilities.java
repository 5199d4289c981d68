package dev.gatehouse.core.mcp;

import dev.gatehouse.core.json.Json;
import java.util.List;
import java.util.Optional;

/**
 * What a client can be asked and can take, as far as the gateway can carry it. Declared upstream exactly so, never more: a server
 * asks only what was declared to it (2025-11-25 basic/lifecycle, 2026-07-28 basic/patterns/mrtr).
 *
 * @param elicitationForm elicitation by a form; {@code "elicitation": {}} means only this
 * @param elicitationUrl elicitation by sending a person to a URL
 * @param sampling {@code sampling/createMessage}
 * @param samplingTools sampling with tools
 * @param roots {@code roots/list}
 * @param tasks tasks in place of tool results: the extension {@link #TASKS_EXTENSION}
 */
public record ClientCapabilities(
        boolean elicitationForm,
        boolean elicitationUrl,
        boolean sampling,
        boolean samplingTools,
        boolean roots,
        boolean tasks) {
    public static final String TASKS_EXTENSION = "io.modelcontextprotocol/tasks";
    public static final ClientCapabilities NONE = new ClientCapabilities(false, false, false, false, false, false);
    public static final ClientCapabilities ALL = new ClientCapabilities(true, true, true, true, true, true);

    /** Each by itself, as a client can declare it. */
    public static final List<ClientCapabilities> EACH = List.of(
            new ClientCapabilities(true, false, false, false, false, false),
            new ClientCapabilities(false, true, false, false, false, false),
            new ClientCapabilities(false, false, true, false, false, false),
            new ClientCapabilities(false, false, true, true, false, false),
            new ClientCapabilities(false, false, false, false, true, false),
            NONE.withTasks(true));

    /** Reads the {@code capabilities} object of a client; a part of another shape counts as absent. */
    public static ClientCapabilities of(Json declared) {
        Optional<Json> elicitation = declared.member("elicitation").filter(Json::isObject);
        boolean url = elicitation.filter(json -> has(json, "url")).isPresent();
        boolean form = elicitation.filter(json -> has(json, "form") || !url).isPresent();
        Optional<Json> sampling = declared.member("sampling").filter(Json::isObject);
        boolean tools = sampling.filter(json -> has(json, "tools")).isPresent();
        boolean tasks = declared.member("extensions")
                .filter(json -> has(json, TASKS_EXTENSION))
                .isPresent();
        return new ClientCapabilities(form, url, sampling.isPresent(), tools, has(declared, "roots"), tasks);
    }

    /** What of it an upstream of this revision knows; the rest need not be declared to it. */
    public ClientCapabilities knownTo(ProtocolVersion version) {
        boolean modes = version.compareTo(ProtocolVersion.V2025_11_25) >= 0;
        boolean form = elicitationForm && version.compareTo(ProtocolVersion.V2025_06_18) >= 0;
        return new ClientCapabilities(
                form, elicitationUrl && modes, sampling, samplingTools && modes, roots, tasks && version.isModern());
    }

    public ClientCapabilities withTasks(boolean taken) {
        return new ClientCapabilities(elicitationForm, elicitationUrl, sampling, samplingTools, roots, taken);
    }

    /** Whether who declares these declares the others, too. */
    public boolean include(ClientCapabilities others) {
        return and(others).equals(this);
    }

    /** What is declared here or there. */
    public ClientCapabilities and(ClientCapabilities others) {
        return new ClientCapabilities(
                elicitationForm || others.elicitationForm,
                elicitationUrl || others.elicitationUrl,
                sampling || others.sampling,
                samplingTools || others.samplingTools,
                roots || others.roots,
                tasks || others.tasks);
    }

    /** The object to declare to an upstream of this revision. */
    public Json declaredTo(ProtocolVersion version) {
        ClientCapabilities known = knownTo(version);
        if (known.equals(NONE)) {
            return Json.EMPTY_OBJECT;
        }
        var declared = Json.object();
        if (known.elicitationForm || known.elicitationUrl) {
            declared.put("elicitation", known.elicitation(version));
        }
        if (known.sampling) {
            Json tools = Json.object().put("tools", Json.EMPTY_OBJECT).build();
            declared.put("sampling", known.samplingTools ? tools : Json.EMPTY_OBJECT);
        }
        if (known.roots) {
            declared.put("roots", Json.EMPTY_OBJECT);
        }
        if (known.tasks) {
            declared.put(
                    "extensions",
                    Json.object().put(TASKS_EXTENSION, Json.EMPTY_OBJECT).build());
        }
        return declared.build();
    }

    private Json elicitation(ProtocolVersion version) {
        if (version.compareTo(ProtocolVersion.V2025_11_25) < 0) {
            return Json.EMPTY_OBJECT;
        }
        var modes = Json.object();
        if (elicitationForm) {
            modes.put("form", Json.EMPTY_OBJECT);
        }
        if (elicitationUrl) {
            modes.put("url", Json.EMPTY_OBJECT);
        }
        return modes.build();
    }

    /** Whether the client can answer this method with these params. */
    public boolean answers(String method, Json params) {
        return switch (method) {
            case "elicitation/create" ->
                params.text("mode").orElse("form").equals("url") ? elicitationUrl : elicitationForm;
            case "sampling/createMessage" ->
                sampling && (samplingTools || params.member("tools").isEmpty());
            case "roots/list" -> roots;
            default -> false;
        };
    }

    /** The least a client declares to be asked this; {@link #NONE} for what no client is ever asked. */
    public static ClientCapabilities neededFor(String method, Json params) {
        return switch (method) {
            case "elicitation/create" -> {
                boolean url = params.text("mode").orElse("form").equals("url");
                yield new ClientCapabilities(!url, url, false, false, false, false);
            }
            case "sampling/createMessage" ->
                new ClientCapabilities(
                        false, false, true, params.member("tools").isPresent(), false, false);
            case "roots/list" -> new ClientCapabilities(false, false, false, false, true, false);
            default -> NONE;
        };
    }

    private static boolean has(Json object, String member) {
        return object.member(member).filter(Json::isObject).isPresent();
    }
}
