package dev.gatehouse.transport.listen;

import dev.gatehouse.core.http.Answer;
import dev.gatehouse.core.http.Endpoint;
import dev.gatehouse.core.http.Request;
import dev.gatehouse.transport.http.Destination;
import dev.gatehouse.transport.http.RequestHead;
import dev.gatehouse.transport.http.Responder;
import io.netty.buffer.Unpooled;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the handler of one endpoint for one request, behind its guard. */
record EndpointDestination(Endpoint endpoint, Map<String, String> variables, AdminGuard guard) implements Destination {
    private static final Logger LOG = LoggerFactory.getLogger(EndpointDestination.class);

    @Override
    public int bodyBytesMax() {
        return endpoint.bodyBytesMax();
    }

    @Override
    public void serve(RequestHead head, byte[] body, Responder responder) throws Exception {
        Request request =
                new Request(endpoint.method(), head.path(), variables, head.query(), fields(head), body, head.peer());
        Optional<Answer> objection = objection(request);
        Answer answer =
                objection.isPresent() ? objection.get() : endpoint.handler().handle(request);
        responder.answer(answer.status(), answer.headers(), Unpooled.wrappedBuffer(answer.body()));
    }

    private Optional<Answer> objection(Request request) {
        return switch (endpoint.guard()) {
            case PUBLIC -> Optional.empty();
            case ADMIN -> asked(request);
        };
    }

    private Optional<Answer> asked(Request request) {
        try {
            return guard.objection(request);
        } catch (RuntimeException e) {
            LOG.error("the admin guard failed, so nobody is admitted", e);
            return AdminGuard.NOBODY.objection(request);
        }
    }

    private static Map<String, List<String>> fields(RequestHead head) {
        Map<String, List<String>> fields = new HashMap<>();
        for (String name : head.headers().names()) {
            fields.put(name.toLowerCase(Locale.ROOT), List.copyOf(head.headers().getAll(name)));
        }
        return fields;
    }
}
