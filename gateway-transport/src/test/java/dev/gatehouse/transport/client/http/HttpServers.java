package dev.gatehouse.transport.client.http;

import static dev.gatehouse.transport.client.Fleet.ID;
import static dev.gatehouse.transport.client.http.RawServer.chunk;
import static dev.gatehouse.transport.client.http.RawServer.json;
import static dev.gatehouse.transport.client.http.RawServer.result;

import dev.gatehouse.core.upstream.UpstreamSpec;
import dev.gatehouse.transport.client.Fleet;
import dev.gatehouse.transport.client.http.RawServer.Script;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** Servers and specifications that the tests of HTTP upstreams begin with. */
final class HttpServers {
    static final String TOOLS = "\"tools\":[{\"name\":\"echo\",\"inputSchema\":{\"type\":\"object\"}}]";

    private HttpServers() {}

    /** A modern server that leaves calls to the test. */
    static Script modern(Script calls) {
        return (request, out) -> switch (request.rpcMethod()) {
            case "server/discover" -> {
                json(out, result(request, "\"supportedVersions\":[\"2026-07-28\"],\"capabilities\":{}"));
                yield true;
            }
            case "tools/list" -> {
                json(out, result(request, TOOLS));
                yield true;
            }
            default -> calls.answer(request, out);
        };
    }

    static UpstreamSpec spec(URI url) {
        return new UpstreamSpec.Http(
                ID,
                "d",
                UpstreamSpec.Limits.DEFAULT,
                url,
                Map.of("Authorization", "Bearer upstream-secret"),
                UpstreamSpec.Protocol.AUTO);
    }

    /** A server that is the fleet's only upstream, and ready. */
    static RawServer connect(Fleet fleet, Script script) throws IOException {
        RawServer server = new RawServer(script);
        fleet.adopt(spec(server.url())).untilReady(ID);
        return server;
    }

    /** Says something harmless until the client has gone. */
    static void waitForClose(OutputStream out) {
        try {
            while (true) {
                chunk(out, ": still here\n\n");
                LockSupport.parkNanos(10_000_000);
            }
        } catch (IOException e) {
            // That is what was waited for.
        }
    }
}
