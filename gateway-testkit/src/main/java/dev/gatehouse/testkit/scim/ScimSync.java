package dev.gatehouse.testkit.scim;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSyntaxException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A first synchronisation: each user is looked for and then created, each group likewise and then filled, a few requests
 * at a time, as providers do.
 */
public final class ScimSync {
    private static final int AT_ONCE = 8;
    private static final int GROUPS_OF_EACH = 2;
    private static final String SCHEMAS = "{\"schemas\":[\"urn:ietf:params:scim:";

    private final URI gateway;
    private final String token;
    private final int users;
    private final int groups;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    public ScimSync(URI gateway, String token, int users, int groups) {
        this.gateway = gateway;
        this.token = token;
        this.users = users;
        this.groups = groups;
    }

    public int memberships() {
        return users * GROUPS_OF_EACH;
    }

    public void run() throws IOException, InterruptedException {
        List<String> ids = each(users, i -> () -> user("user" + i + "@corp.test"));
        var _ = each(groups, i -> () -> group(i, ids));
    }

    private String user(String name) throws IOException, InterruptedException {
        requireUnknown("/Users?filter=userName%20eq%20%22" + name + "%22");
        return id(send(
                "POST",
                "/Users",
                SCHEMAS + "schemas:core:2.0:User\"],\"userName\":\"" + name
                        + "\",\"externalId\":\"x-" + name
                        + "\",\"name\":{\"givenName\":\"Given\",\"familyName\":\"Family\"},"
                        + "\"emails\":[{\"primary\":true,\"type\":\"work\",\"value\":\"" + name
                        + "\"}],\"active\":true}"));
    }

    private String group(int number, List<String> ids) throws IOException, InterruptedException {
        requireUnknown("/Groups?excludedAttributes=members&filter=displayName%20eq%20%22Group%20" + number + "%22");
        String id = id(send(
                "POST", "/Groups", SCHEMAS + "schemas:core:2.0:Group\"],\"displayName\":\"Group " + number + "\"}"));
        String members = IntStream.range(0, ids.size())
                .filter(user -> isIn(user, number))
                .mapToObj(user -> "{\"value\":\"" + ids.get(user) + "\"}")
                .collect(Collectors.joining(","));
        var _ = send(
                "PATCH",
                "/Groups/" + id,
                SCHEMAS + "api:messages:2.0:PatchOp\"],\"Operations\":[{\"op\":\"Add\","
                        + "\"path\":\"members\",\"value\":[" + members + "]}]}");
        return id;
    }

    private boolean isIn(int user, int group) {
        return IntStream.range(0, GROUPS_OF_EACH).anyMatch(i -> (user + i) % groups == group);
    }

    private void requireUnknown(String question) throws IOException, InterruptedException {
        if (total(question) != 0) {
            throw new IOException("known already: " + question);
        }
    }

    public long usersThere() throws IOException, InterruptedException {
        return total("/Users?count=0");
    }

    public long groupsThere() throws IOException, InterruptedException {
        return total("/Groups?count=0");
    }

    /** Counted page by page, as far as there are pages. */
    public long membershipsThere() throws IOException, InterruptedException {
        long memberships = 0;
        int at = 1;
        List<Json> page;
        do {
            page = json(send("GET", "/Groups?startIndex=" + at, ""))
                    .member("Resources")
                    .map(Json::elements)
                    .orElse(List.of());
            for (Json group : page) {
                memberships += group.member("members")
                        .map(Json::elements)
                        .orElse(List.of())
                        .size();
            }
            at += page.size();
        } while (!page.isEmpty());
        return memberships;
    }

    private long total(String question) throws IOException, InterruptedException {
        return json(send("GET", question, ""))
                .member("totalResults")
                .orElseThrow()
                .integer()
                .orElseThrow();
    }

    private String send(String method, String target, String body) throws IOException, InterruptedException {
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(gateway.resolve("/scim/v2" + target))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/scim+json")
                        .method(method, BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
        if (answer.statusCode() / 100 != 2) {
            throw new IOException(method + " " + target + ": " + answer.statusCode() + " " + answer.body());
        }
        return answer.body();
    }

    private static String id(String resource) throws IOException {
        return json(resource).text("id").orElseThrow();
    }

    private static Json json(String text) throws IOException {
        try {
            return Json.read(text);
        } catch (JsonSyntaxException e) {
            throw new IOException("not JSON", e);
        }
    }

    private static List<String> each(int count, IntFunction<Callable<String>> work)
            throws IOException, InterruptedException {
        try (ExecutorService workers = Executors.newFixedThreadPool(AT_ONCE)) {
            List<String> results = new ArrayList<>();
            for (Future<String> done :
                    workers.invokeAll(IntStream.range(0, count).mapToObj(work).toList())) {
                results.add(done.get());
            }
            return results;
        } catch (ExecutionException e) {
            throw new IOException("a request failed", e.getCause());
        }
    }
}
