package dev.gatehouse.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.server.e2e.TestGateway;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.Collectors;

/** What the provider says of its people and groups to one gateway (RFC 7644). */
record ScimClient(TestGateway gateway) {

    /** The id of a new person. */
    String user(String userName) throws Exception {
        return id(newUser(userName));
    }

    HttpResponse<String> newUser(String userName) throws Exception {
        return send("POST", "/Users", """
                {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],
                 "userName":"%s","active":true}""".formatted(userName));
    }

    /** The id of a new group. */
    String group(String displayName, List<String> members) throws Exception {
        String values = members.stream().map(id -> "{\"value\":\"" + id + "\"}").collect(Collectors.joining(","));
        return id(send("POST", "/Groups", """
                {"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],
                 "displayName":"%s","members":[%s]}""".formatted(displayName, values)));
    }

    void remove(String group, String member) throws Exception {
        HttpResponse<String> answer = send("PATCH", "/Groups/" + group, """
                {"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
                 "Operations":[{"op":"remove","path":"members[value eq \\"%s\\"]"}]}""".formatted(member));
        assertThat(answer.statusCode() / 100).as(answer.body()).isEqualTo(2);
    }

    HttpResponse<String> send(String method, String target, String body) throws Exception {
        return gateway.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.port + "/scim/v2" + target))
                .header("Authorization", "Bearer " + IdentityWorld.SCIM_TOKEN)
                .header("Content-Type", "application/scim+json")
                .method(method, BodyPublishers.ofString(body))
                .build());
    }

    private static String id(HttpResponse<String> created) {
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        return TestGateway.json(created.body()).text("id").orElseThrow();
    }
}
