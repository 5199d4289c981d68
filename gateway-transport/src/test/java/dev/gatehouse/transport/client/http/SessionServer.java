package dev.gatehouse.transport.client.http;

import static dev.gatehouse.transport.client.http.HttpServers.TOOLS;
import static dev.gatehouse.transport.client.http.RawServer.json;
import static dev.gatehouse.transport.client.http.RawServer.result;
import static dev.gatehouse.transport.client.http.RawServer.send;

import dev.gatehouse.transport.client.http.RawServer.Received;
import dev.gatehouse.transport.client.http.RawServer.Script;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** A legacy server whose sessions are called s1, s2 and so on, but for those only begun to list. */
final class SessionServer {
    /** To what was asked of the client. */
    final BlockingQueue<Received> responses = new LinkedBlockingQueue<>();

    volatile boolean asksOnGet;

    /** @param calls answers what is no part of the handshake, streams of sessions included when it asks on them */
    Script script(Script calls) {
        AtomicInteger given = new AtomicInteger();
        return (request, out) -> {
            if (request.method().equals("DELETE")) {
                send(out, 204, "text/plain", "");
                return true;
            }
            if (request.method().equals("GET")
                    && request.header("last-event-id").isEmpty()
                    && !asksOnGet) {
                send(out, 405, "text/plain", "no");
                return true;
            }
            if (request.body().contains("\"result\":") || request.body().contains("\"error\":")) {
                send(out, 202, "text/plain", "");
                responses.add(request);
                return true;
            }
            switch (request.rpcMethod()) {
                case "server/discover" -> send(out, 400, "text/plain", "no session");
                case "initialize" ->
                    json(
                            out,
                            result(
                                    request,
                                    "\"protocolVersion\":\"2025-11-25\",\"capabilities\":{\"tools\":{},\"logging\":{}}"),
                            "Mcp-Session-Id: " + (request.isToList() ? "listing" : "s" + given.incrementAndGet()));
                case "tools/list" -> json(out, result(request, TOOLS));
                case "logging/setLevel" -> json(out, result(request, ""));
                case "notifications/initialized", "notifications/cancelled" -> send(out, 202, "text/plain", "");
                default -> {
                    return calls.answer(request, out);
                }
            }
            return true;
        };
    }

    /** An event that asks. */
    static String elicitation(String id, String message) {
        return "data: {\"jsonrpc\":\"2.0\",\"id\":\"" + id
                + "\",\"method\":\"elicitation/create\",\"params\":{\"message\":\"" + message + "\"}}\n\n";
    }
}
