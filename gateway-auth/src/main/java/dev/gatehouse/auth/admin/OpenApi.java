package dev.gatehouse.auth.admin;

import dev.gatehouse.auth.admin.shape.RecordSchemas;
import dev.gatehouse.auth.token.Scopes;
import dev.gatehouse.core.http.Endpoint;
import dev.gatehouse.core.json.ArrayWriter;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.ObjectWriter;
import dev.gatehouse.core.trust.Administration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Describes routes of the admin API (OpenAPI 3.1). */
public final class OpenApi {
    private static final String JSON = "application/json";
    private static final Pattern VARIABLE = Pattern.compile("\\{([a-zA-Z]+)}");

    private final RecordSchemas schemas = new RecordSchemas();

    private OpenApi() {}

    public static Json describe(List<AdminRoute> routes) {
        return new OpenApi().document(routes);
    }

    private Json document(List<AdminRoute> routes) {
        Map<String, ObjectWriter> paths = new LinkedHashMap<>();
        for (AdminRoute route : routes) {
            paths.computeIfAbsent(Administration.PATH + route.path(), _ -> Json.object())
                    .put(route.method().name().toLowerCase(Locale.ROOT), operation(route));
        }
        ObjectWriter all = Json.object();
        paths.forEach((path, operations) -> all.put(path, operations.build()));
        return Json.object()
                .put("openapi", "3.1.0")
                .put("info", info())
                .put(
                        "security",
                        Json.of(List.of(Json.object()
                                .put("bearer", Json.ofStrings(List.of()))
                                .build())))
                .put("paths", all.build())
                .put("components", components())
                .build();
    }

    private static Json info() {
        return Json.object()
                .put("title", "Gatehouse admin API")
                .put("version", "v1")
                .put(
                        "description",
                        "On the admin listener. Its token is the machine's own, in `admin.token` of the data directory, or one"
                                + " of a person, issued for this API with scope `" + Scopes.ADMIN_READ + "` or `"
                                + Scopes.ADMIN_WRITE + "`. What a person's roles do not reach is not shown or refused.")
                .build();
    }

    private Json operation(AdminRoute route) {
        String scope = route.method() == Endpoint.Method.GET ? Scopes.ADMIN_READ : Scopes.ADMIN_WRITE;
        ObjectWriter operation = Json.object()
                .put("operationId", operationId(route))
                .put("summary", route.summary())
                .put("description", "Role: " + String.join(", ", route.reach().words()) + ". Scope: `" + scope + "`.")
                .put("parameters", parameters(route));
        route.request()
                .ifPresent(type -> operation.put(
                        "requestBody",
                        Json.object()
                                .put("required", true)
                                .put("content", content(JSON, type))
                                .build()));
        return operation.put("responses", responses(route)).build();
    }

    private static String operationId(AdminRoute route) {
        String path = route.path().replaceAll("[{}]", "").replaceAll("[^a-zA-Z]+", "-");
        return route.method().name().toLowerCase(Locale.ROOT)
                + Pattern.compile("-([a-z])")
                        .matcher(path)
                        .replaceAll(found -> found.group(1).toUpperCase(Locale.ROOT));
    }

    private static Json parameters(AdminRoute route) {
        ArrayWriter all = Json.array();
        VARIABLE.matcher(route.path())
                .results()
                .map(MatchResult::group)
                .map(name -> name.substring(1, name.length() - 1))
                .forEach(name -> all.add(parameter(
                        "path", name, "", Json.object().put("type", "string").build())));
        for (AdminRoute.Parameter parameter : route.parameters()) {
            all.add(parameter(
                    "query",
                    parameter.name(),
                    parameter.about(),
                    Json.object().put("type", "string").build()));
        }
        if (route.paged()) {
            Json limit = Json.object()
                    .put("type", "integer")
                    .put("minimum", 1)
                    .put("maximum", Page.LIMIT_MAX)
                    .put("default", Page.LIMIT_DEFAULT)
                    .build();
            all.add(parameter("query", "limit", "How many at most.", limit));
            all.add(parameter(
                    "query",
                    "cursor",
                    "The `next` of the page before.",
                    Json.object().put("type", "string").build()));
        }
        return all.build();
    }

    private static Json parameter(String in, String name, String about, Json schema) {
        ObjectWriter parameter = Json.object().put("name", name).put("in", in).put("schema", schema);
        if (in.equals("path")) {
            parameter.put("required", true);
        }
        if (!about.isEmpty()) {
            parameter.put("description", about);
        }
        return parameter.build();
    }

    private Json responses(AdminRoute route) {
        ObjectWriter good = Json.object().put("description", "Done.");
        route.answer().ifPresent(type -> good.put("content", content(JSON, type)));
        Json bad = Json.object()
                .put("description", "Not done, and why.")
                .put("content", content("application/problem+json", Problem.class))
                .build();
        return Json.object()
                .put(Integer.toString(route.status()), good.build())
                .put("default", bad)
                .build();
    }

    private Json content(String mediaType, Class<?> type) {
        return Json.object()
                .put(
                        mediaType,
                        Json.object().put("schema", schemas.reference(type)).build())
                .build();
    }

    private Json components() {
        Json bearer = Json.object().put("type", "http").put("scheme", "bearer").build();
        return Json.object()
                .put("schemas", schemas.all())
                .put("securitySchemes", Json.object().put("bearer", bearer).build())
                .build();
    }
}
