package dev.gatehouse.server.identity;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Requests that are sent at the same time. */
final class Together {
    private Together() {}

    /** The answers, in the order of the requests. */
    static List<HttpResponse<String>> send(List<Callable<HttpResponse<String>>> requests) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<HttpResponse<String>> answers = new ArrayList<>();
            for (Future<HttpResponse<String>> done : threads.invokeAll(requests)) {
                answers.add(done.get());
            }
            return answers;
        }
    }
}
