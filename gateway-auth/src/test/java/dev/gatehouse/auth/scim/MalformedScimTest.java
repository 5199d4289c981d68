package dev.gatehouse.auth.scim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.http.Answer;
import dev.gatehouse.core.json.Json;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each kind of bad request gets the status and the scimType that RFC 7644 §3.12 has for it, and changes nothing. */
class MalformedScimTest {
    private static final String LONG = "x".repeat(ResourceBody.BYTES_MAX);

    private static ScimWorld scim;
    private static String ann;
    private static String group;
    private static String before;

    private record Bad(String method, String target, String body, int status, String scimType) {
        @Override
        public String toString() {
            return method + " " + target + " " + (body.length() > 120 ? body.length() + " chars" : body);
        }
    }

    @BeforeAll
    static void somebody() throws Exception {
        scim = ScimWorld.fresh();
        ann = scim.user("ann");
        scim.user("bob");
        group = scim.group("Eng");
        scim.group("Ops");
        before = everything();
    }

    private static String everything() throws Exception {
        return ScimWorld.json(scim.okta("GET", "/Users", "")) + "" + ScimWorld.json(scim.okta("GET", "/Groups", ""));
    }

    private static Bad patch(String target, String operations, int status, String scimType) {
        return new Bad("PATCH", target, ScimWorld.patch(operations), status, scimType);
    }

    private static Bad list(String query, int status, String scimType) {
        return new Bad("GET", "/Users?" + query, "", status, scimType);
    }

    static Stream<Bad> bad() {
        String user = "/Users/ANN";
        String groups = "/Groups/GROUP";
        String nobody = "/Users/" + UUID.randomUUID();
        return Stream.of(
                new Bad("GET", nobody, "", 404, ""),
                new Bad("GET", "/Users/..", "", 404, ""),
                new Bad("GET", "/Groups/" + UUID.randomUUID(), "", 404, ""),
                new Bad("DELETE", "/Groups/1-1-1-1-1", "", 404, ""),
                new Bad("PATCH", nobody, ScimWorld.patch("{\"op\":\"add\",\"path\":\"title\",\"value\":1}"), 404, ""),
                new Bad("PUT", nobody, ScimWorld.user("x", ""), 404, ""),
                new Bad("GET", "/Schemas/urn:none", "", 404, ""),
                new Bad("GET", "/Schemas?filter=id pr", "", 403, ""),
                new Bad("GET", "/ServiceProviderConfig?filter=id pr", "", 403, ""),
                new Bad("POST", "/Users", "", 400, "invalidSyntax"),
                new Bad("POST", "/Users", "{", 400, "invalidSyntax"),
                new Bad("POST", "/Users", "[]", 400, "invalidSyntax"),
                new Bad("POST", "/Users", "{\"userName\":\"x\"}", 400, "invalidSyntax"),
                new Bad("POST", "/Users", "{\"schemas\":\"x\",\"userName\":\"x\"}", 400, "invalidSyntax"),
                new Bad(
                        "POST",
                        "/Users",
                        "{\"schemas\":[\"" + ResourceJson.GROUP + "\"],\"userName\":\"x\"}",
                        400,
                        "invalidSyntax"),
                new Bad("POST", "/Users", ScimWorld.user("x", ",\"userName\":\"y\""), 400, "invalidSyntax"),
                new Bad("POST", "/Users", ScimWorld.user("x", ",\"USERNAME\":\"y\""), 400, "invalidSyntax"),
                new Bad("POST", "/Users", "{\"schemas\":[\"" + ResourceJson.USER + "\"]}", 400, "invalidValue"),
                new Bad("POST", "/Users", ScimWorld.user("", ""), 400, "invalidValue"),
                new Bad("POST", "/Users", ScimWorld.user("a\\u0000b", ""), 400, "invalidValue"),
                new Bad("POST", "/Users", ScimWorld.user("x".repeat(257), ""), 400, "invalidValue"),
                new Bad("POST", "/Users", ScimWorld.user("x", ",\"active\":\"maybe\""), 400, "invalidValue"),
                new Bad("POST", "/Users", ScimWorld.user("x", ",\"externalId\":7"), 400, "invalidValue"),
                new Bad("POST", "/Users", ScimWorld.user("x", ",\"note\":\"" + LONG + "\""), 413, ""),
                new Bad("POST", "/Users", ScimWorld.user("ANN", ""), 409, "uniqueness"),
                new Bad("PUT", user, ScimWorld.user("Bob", ""), 409, "uniqueness"),
                new Bad("PUT", user, ScimWorld.user("", ""), 400, "invalidValue"),
                patch(user, "{\"op\":\"replace\",\"path\":\"userName\",\"value\":\"BOB\"}", 409, "uniqueness"),
                patch(user, "{\"op\":\"remove\",\"path\":\"userName\"}", 400, "invalidValue"),
                patch(user, "{\"op\":\"replace\",\"path\":\"userName\",\"value\":null}", 400, "invalidValue"),
                patch(user, "{\"op\":\"replace\",\"path\":\"active\",\"value\":\"maybe\"}", 400, "invalidValue"),
                patch(user, "", 400, "invalidSyntax"),
                patch(user, "{\"op\":\"move\",\"path\":\"title\",\"value\":1}", 400, "invalidSyntax"),
                patch(user, "{\"path\":\"title\",\"value\":1}", 400, "invalidSyntax"),
                patch(user, "7", 400, "invalidSyntax"),
                patch(user, "{\"op\":\"add\",\"path\":\"title\"}", 400, "invalidValue"),
                patch(user, "{\"op\":\"add\",\"value\":\"x\"}", 400, "invalidValue"),
                patch(user, "{\"op\":\"remove\"}", 400, "noTarget"),
                patch(user, "{\"op\":\"add\",\"path\":\"a b\",\"value\":1}", 400, "invalidPath"),
                patch(user, "{\"op\":\"add\",\"path\":\"emails[type eq]\",\"value\":{}}", 400, "invalidFilter"),
                patch(
                        user,
                        "{\"op\":\"add\",\"path\":\"emails[type eq \\\"w\\\"]x\",\"value\":{}}",
                        400,
                        "invalidPath"),
                patch(
                        user,
                        "{\"op\":\"add\",\"path\":\"emails[type eq \\\"w\\\"].a.b\",\"value\":1}",
                        400,
                        "invalidPath"),
                patch(user, "{\"op\":\"add\",\"path\":\"emails[type eq \\\"w\\\"]\",\"value\":1}", 400, "invalidValue"),
                patch(
                        user,
                        "{\"op\":\"replace\",\"path\":\"emails[type co \\\"w\\\"].value\",\"value\":\"x\"}",
                        400,
                        "noTarget"),
                patch(user, "{\"op\":\"replace\",\"path\":\"userName.first\",\"value\":\"x\"}", 400, "noTarget"),
                patch(user, "{\"op\":\"replace\",\"path\":\"id\",\"value\":\"x\"}", 400, "mutability"),
                patch(user, "{\"op\":\"add\",\"path\":\"groups\",\"value\":[{\"value\":\"x\"}]}", 400, "mutability"),
                patch(user, "{\"op\":\"replace\",\"path\":\"meta.created\",\"value\":\"x\"}", 400, "mutability"),
                patch(user, "{\"op\":\"add\",\"path\":\"note\",\"value\":\"" + LONG + "\"}", 413, ""),
                patch(
                        user,
                        "{\"op\":\"add\",\"path\":\"title\",\"value\":\"kept?\"},{\"op\":\"remove\"}",
                        400,
                        "noTarget"),
                new Bad(
                        "PATCH",
                        user,
                        "{\"Operations\":[{\"op\":\"add\",\"path\":\"a\",\"value\":1}]}",
                        400,
                        "invalidSyntax"),
                new Bad("POST", "/Groups", "{\"schemas\":[\"" + ResourceJson.GROUP + "\"]}", 400, "invalidValue"),
                new Bad(
                        "POST",
                        "/Groups",
                        "{\"schemas\":[\"" + ResourceJson.GROUP + "\"],\"displayName\":\"eng\"}",
                        409,
                        "uniqueness"),
                patch(groups, "{\"op\":\"replace\",\"path\":\"displayName\",\"value\":\"OPS\"}", 409, "uniqueness"),
                patch(
                        groups,
                        "{\"op\":\"add\",\"path\":\"members\",\"value\":[{\"value\":\"x\"}]}",
                        400,
                        "invalidValue"),
                patch(groups, "{\"op\":\"add\",\"path\":\"members\",\"value\":[{}]}", 400, "invalidValue"),
                patch(groups, "{\"op\":\"add\",\"path\":\"members\",\"value\":\"x\"}", 400, "invalidValue"),
                patch(
                        groups,
                        "{\"op\":\"add\",\"path\":\"members\",\"value\":[{\"value\":\"" + UUID.randomUUID() + "\"}]}",
                        400,
                        "invalidValue"),
                patch(
                        groups,
                        "{\"op\":\"add\",\"path\":\"members\",\"value\":[{\"value\":\"GROUP\",\"type\":\"Group\"}]}",
                        400,
                        "invalidValue"),
                patch(groups, "{\"op\":\"remove\",\"path\":\"members[value co \\\"x\\\"]\"}", 400, "invalidFilter"),
                patch(
                        groups,
                        "{\"op\":\"replace\",\"path\":\"members[value eq \\\"ANN\\\"].display\",\"value\":\"x\"}",
                        400,
                        "invalidPath"),
                patch(groups, "{\"op\":\"remove\",\"path\":\"members.value\"}", 400, "invalidPath"),
                list("filter=userName", 400, "invalidFilter"),
                list("filter=userName%20xx%20%22a%22", 400, "invalidFilter"),
                list("filter=groups%20eq%20%22a%22", 400, "invalidFilter"),
                new Bad("GET", "/Groups?filter=members%20pr", "", 400, "invalidFilter"),
                list("startIndex=x", 400, "invalidValue"),
                list("count=99999999999", 400, "invalidValue"),
                list("count=1&count=2", 400, "invalidValue"),
                list("filter=%zz", 400, "invalidValue"),
                list("attributes=userName&excludedAttributes=emails", 400, "invalidValue"),
                list("attributes=a%20b", 400, "invalidPath"));
    }

    @ParameterizedTest
    @MethodSource("bad")
    void is_refused_by_its_name(Bad bad) throws Exception {
        String target = bad.target().replace("ANN", ann).replace("GROUP", group);
        Answer answer = scim.okta(bad.method(), target, bad.body().replace("GROUP", group));
        Json error = ScimWorld.json(answer);
        assertThat(answer.status()).as(error.toString()).isEqualTo(bad.status());
        assertThat(error.member("schemas")).contains(Json.ofStrings(java.util.List.of(ScimAnswers.ERROR)));
        assertThat(error.text("status")).contains(Integer.toString(bad.status()));
        assertThat(error.text("scimType"))
                .as(error.toString())
                .isEqualTo(Optional.of(bad.scimType()).filter(type -> !type.isEmpty()));
        assertThat(error.text("detail")).isPresent();
        assertThat(everything()).isEqualTo(before);
    }
}
