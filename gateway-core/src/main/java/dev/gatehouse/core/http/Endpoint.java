package dev.gatehouse.core.http;

/**
 * One route that is not MCP. Modules hand these to the server, which mounts them; one test walks the whole table.
 *
 * @param on which listener serves it
 * @param method the one HTTP method it answers
 * @param path literal segments and {@code {name}} segments, e.g. {@code /vmcp/{server}/mcp}
 * @param guard who may call; checked before the handler runs
 * @param bodyBytesMax larger bodies get 413 and never reach the handler
 */
public record Endpoint(Listener on, Method method, PathPattern path, Guard guard, int bodyBytesMax, Handler handler) {

    public enum Listener {
        PUBLIC,
        ADMIN
    }

    public enum Method {
        GET,
        POST,
        PUT,
        PATCH,
        DELETE
    }

    /** PUBLIC endpoints authenticate by their own means, as the token endpoint does. */
    public enum Guard {
        PUBLIC,
        ADMIN
    }

    /** Runs on a virtual thread and may block. Throwing becomes a 500 that says nothing. */
    @FunctionalInterface
    public interface Handler {
        Answer handle(Request request) throws Exception;
    }
}
