package dev.gatehouse.auth.scim;

import dev.gatehouse.auth.token.Issuer;
import dev.gatehouse.core.http.Answer;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.ObjectWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** Users and groups as they are shown: what was said of them, and what only we can say. */
final class ResourceJson {
    static final String USER = "urn:ietf:params:scim:schemas:core:2.0:User";
    static final String GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group";
    static final String ROOT = "/scim/v2";
    static final String USERS = ROOT + "/Users/";
    static final String GROUPS = ROOT + "/Groups/";

    private final Issuer issuer;

    ResourceJson(Issuer issuer) {
        this.issuer = issuer;
    }

    Json user(UserRow user, List<Membership> groups) {
        ObjectWriter json = begun(USER, user.id(), user.attributes());
        if (!groups.isEmpty()) {
            json.put("groups", memberships(groups, GROUPS, "direct"));
        }
        return json.put("meta", meta("User", user.createdAt(), user.modifiedAt(), USERS + user.id()))
                .build();
    }

    Json group(GroupRow group, List<Membership> members) {
        ObjectWriter json = begun(GROUP, group.id(), group.attributes());
        if (!members.isEmpty()) {
            json.put("members", memberships(members, USERS, "User"));
        }
        return json.put("meta", meta("Group", group.createdAt(), group.modifiedAt(), GROUPS + group.id()))
                .build();
    }

    Answer created(Json resource, String path) {
        return ScimAnswers.of(201, resource).with("Location", issuer.at(path));
    }

    String url(String path) {
        return issuer.at(path);
    }

    private static ObjectWriter begun(String schema, UUID id, Json attributes) {
        List<String> schemas = new ArrayList<>(List.of(schema));
        attributes.members().keySet().stream()
                .filter(name -> name.toLowerCase(Locale.ROOT).startsWith("urn:"))
                .forEach(schemas::add);
        ObjectWriter json =
                Json.object().put("schemas", Json.ofStrings(schemas)).put("id", id.toString());
        for (Map.Entry<String, Json> member : attributes.members().entrySet()) {
            json.put(member.getKey(), member.getValue());
        }
        return json;
    }

    private Json memberships(List<Membership> memberships, String path, String type) {
        return Json.of(memberships.stream()
                .map(each -> Json.object()
                        .put("value", each.id().toString())
                        .put("$ref", issuer.at(path + each.id()))
                        .put("display", each.display())
                        .put("type", type)
                        .build())
                .toList());
    }

    private Json meta(String type, Instant created, Instant modified, String path) {
        return Json.object()
                .put("resourceType", type)
                .put("created", created.toString())
                .put("lastModified", modified.toString())
                .put("location", issuer.at(path))
                .build();
    }
}
