package dev.gatehouse.server.connect;

import dev.gatehouse.auth.page.ConnectPage;
import dev.gatehouse.auth.page.Failures;
import dev.gatehouse.auth.page.Pages;
import dev.gatehouse.core.http.Answer;
import dev.gatehouse.core.http.Endpoint;
import dev.gatehouse.core.http.PathPattern;
import dev.gatehouse.core.mcp.Names;
import dev.gatehouse.transport.face.FaceSettings;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What somebody sees who opens the URL of a virtual server in a browser. It says nothing of that server, not even
 * whether there is one: only a login may tell.
 */
public final class ConnectEndpoint {
    private ConnectEndpoint() {}

    /** @param origin of the gateway as clients see it */
    public static Endpoint at(String origin) {
        return new Endpoint(
                Endpoint.Listener.PUBLIC,
                Endpoint.Method.GET,
                PathPattern.of(FaceSettings.PAGES + "{server}"),
                Endpoint.Guard.PUBLIC,
                0,
                request -> answer(origin, request.variables().getOrDefault("server", "")));
    }

    private static Answer answer(String origin, String server) {
        return Names.isSlug(server)
                ? Pages.answer(200, page(new ConnectTarget(origin, server)))
                : Failures.answer(404, "There is no such page.", "Look at the address again.", "no name of a server");
    }

    private static ConnectPage page(ConnectTarget target) {
        List<ConnectPage.Setting> settings = Arrays.stream(ConnectClient.values())
                .filter(client -> client.origin() == ConnectClient.Origin.DESK)
                .map(client -> setting(client, target))
                .toList();
        return new ConnectPage(target.mcpUrl(), settings);
    }

    private static ConnectPage.Setting setting(ConnectClient client, ConnectTarget target) {
        Instructions.Block first = Instructions.of(client, target).blocks().getFirst();
        return new ConnectPage.Setting(
                client.title(), Optional.of(first.file()).filter(file -> !file.isEmpty()), first.text());
    }
}
