package dev.gatehouse.transport.listen;

import dev.gatehouse.transport.era.TraceParent;
import dev.gatehouse.transport.http.Destination;
import dev.gatehouse.transport.http.EarlyAnswer;
import dev.gatehouse.transport.http.LogTrace;
import dev.gatehouse.transport.http.RequestHead;
import dev.gatehouse.transport.http.Responder;
import dev.gatehouse.transport.wire.McpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One whole request on its virtual thread, which ends with it. Whatever happens, the client gets an answer, and every line
 * logged a trace.
 */
record Errand(Destination destination, RequestHead head, byte[] body, Responder responder) implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Errand.class);
    private static final HexFormat HEX = HexFormat.of();

    @Override
    public void run() {
        LogTrace.begin(trace());
        try {
            destination.serve(head, body, responder);
        } catch (Exception | LinkageError | StackOverflowError e) {
            LOG.error("a request failed in the gateway", e);
        } finally {
            if (!responder.isAnswered()) {
                responder.answer(EarlyAnswer.polite(HttpResponseStatus.INTERNAL_SERVER_ERROR, "internal error"), true);
            }
        }
    }

    private String trace() {
        return head.header(McpHeaders.TRACE_PARENT)
                .flatMap(TraceParent::checked)
                .map(TraceParent::traceId)
                .orElseGet(() -> {
                    ThreadLocalRandom random = ThreadLocalRandom.current();
                    return HEX.toHexDigits(random.nextLong()) + HEX.toHexDigits(random.nextLong());
                });
    }
}
