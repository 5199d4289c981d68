package dev.gatehouse.policy.decision;

import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.core.digest.Sha256;
import dev.gatehouse.core.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Asks decision points, remembers clear answers for as long as their rules say, and keeps a slow one from holding more than
 * a share of the calls. One per process: what it remembers outlives a reload.
 */
public final class Decisions {
    static final int ANSWERS_MAX = 10_000;
    static final int QUESTIONS_AT_ONCE_MAX = 64;
    static final int QUESTION_MAX_BYTES = 256 * 1024;

    /** So that lists leave room for calls. */
    static final int LIST_QUESTIONS_AT_ONCE_MAX = 16;

    static final Duration LIST_WAIT_MAX = Duration.ofSeconds(5);
    private static final Answer INTERRUPTED = new Answer.Unclear("interrupted");

    private final DecisionHttp http;
    private final Clocks clocks;
    private final Semaphore asking = new Semaphore(QUESTIONS_AT_ONCE_MAX);
    private final Map<String, Remembered> answers = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Remembered> eldest) {
            return size() > ANSWERS_MAX;
        }
    };

    /** @param until on the monotonic clock, in nanoseconds */
    private record Remembered(Answer answer, long until) {}

    public Decisions(DecisionHttp http, Clocks clocks) {
        this.http = http;
        this.clocks = clocks;
    }

    /** For compiling without serving. */
    public static Decisions none() {
        return new Decisions(DecisionHttp.NONE, Clocks.SYSTEM);
    }

    /** Many questions, some at a time; what is not answered by the end of {@link #LIST_WAIT_MAX} is unclear. */
    List<Answer> ask(DecisionPoint point, List<Json> inputs) {
        List<Optional<Answer>> known = inputs.stream()
                .map(input -> remembered(key(point, question(input))))
                .toList();
        if (known.stream().allMatch(Optional::isPresent)) {
            return known.stream().flatMap(Optional::stream).toList();
        }
        List<Callable<Answer>> questions = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            Json input = inputs.get(i);
            Optional<Answer> answer = known.get(i);
            questions.add(() -> answer.isPresent() ? answer.get() : ask(point, input));
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(
                LIST_QUESTIONS_AT_ONCE_MAX, Thread.ofVirtual().factory())) {
            return threads.invokeAll(questions, LIST_WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS).stream()
                    .map(Decisions::answer)
                    .toList();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return inputs.stream().<Answer>map(_ -> INTERRUPTED).toList();
        }
    }

    private static Answer answer(Future<Answer> future) {
        return future.state() == Future.State.SUCCESS ? future.resultNow() : new Answer.Unclear("no answer in time");
    }

    private static byte[] question(Json input) {
        return Json.object().put("input", input).build().bytes();
    }

    Answer ask(DecisionPoint point, Json input) {
        byte[] question = question(input);
        if (question.length > QUESTION_MAX_BYTES) {
            return new Answer.Unclear("a question of more than " + QUESTION_MAX_BYTES + " bytes");
        }
        if (point.cache().isZero()) {
            return asked(point, question);
        }
        String key = key(point, question);
        return remembered(key).orElseGet(() -> remember(key, asked(point, question), point.cache()));
    }

    private Answer asked(DecisionPoint point, byte[] question) {
        try {
            if (!asking.tryAcquire(point.timeout().toMillis(), TimeUnit.MILLISECONDS)) {
                return new Answer.Unclear("too many questions at once");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return INTERRUPTED;
        }
        try {
            return Answer.read(http.post(point.url(), point.headers(), question, point.timeout()));
        } catch (IOException _) {
            return new Answer.Unclear("no answer in time");
        } finally {
            asking.release();
        }
    }

    private Optional<Answer> remembered(String key) {
        synchronized (answers) {
            return Optional.ofNullable(answers.get(key))
                    .filter(known -> known.until() - clocks.nanoTime() > 0)
                    .map(Remembered::answer);
        }
    }

    /** What is unclear may be clear the next time. */
    private Answer remember(String key, Answer answer, Duration time) {
        if (!(answer instanceof Answer.Unclear)) {
            synchronized (answers) {
                answers.put(key, new Remembered(answer, clocks.nanoTime() + time.toNanos()));
            }
        }
        return answer;
    }

    private static String key(DecisionPoint point, byte[] question) {
        byte[] how = point.key().getBytes(StandardCharsets.UTF_8);
        return Sha256.hex(how) + Sha256.hex(question);
    }
}
