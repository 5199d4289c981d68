package dev.gatehouse.transport.listen;

import dev.gatehouse.transport.era.HeaderFields;
import dev.gatehouse.transport.era.TraceParent;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** One whole request on its virtual thread. Whatever happens, the client gets an answer, and every line logged a trace. */
record Errand(Destination destination, RequestHead head, byte[] body, Responder responder) implements Runnable {
    private static final String TRACE = "trace";
    private static final Logger LOG = LoggerFactory.getLogger(Errand.class);
    private static final HexFormat HEX = HexFormat.of();

    @Override
    public void run() {
        MDC.put(TRACE, trace());
        try {
            destination.serve(head, body, responder);
        } catch (Exception | LinkageError | StackOverflowError e) {
            LOG.error("a request failed in the gateway", e);
        } finally {
            if (!responder.isAnswered()) {
                responder.answer(EarlyAnswer.polite(HttpResponseStatus.INTERNAL_SERVER_ERROR, "internal error"), true);
            }
            MDC.remove(TRACE);
        }
    }

    /** From here on, lines logged on this thread belong to the client's trace. */
    static void trace(String traceParent) {
        MDC.put(TRACE, TraceParent.traceId(traceParent));
    }

    private String trace() {
        return head.header(HeaderFields.TRACE_PARENT)
                .flatMap(TraceParent::checked)
                .map(TraceParent::traceId)
                .orElseGet(() -> {
                    ThreadLocalRandom random = ThreadLocalRandom.current();
                    return HEX.toHexDigits(random.nextLong()) + HEX.toHexDigits(random.nextLong());
                });
    }
}
