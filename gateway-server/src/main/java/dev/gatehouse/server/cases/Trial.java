package dev.gatehouse.server.cases;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.policy.script.Script;
import dev.gatehouse.policy.script.ScriptRunner;
import dev.gatehouse.policy.script.ScriptRunner.Fault;
import dev.gatehouse.policy.script.ScriptRunner.Loaded;
import dev.gatehouse.policy.script.ScriptRunner.Ran;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tries scripts by running every case of the table beside each. */
public final class Trial {
    private static final int AGAIN_MAX = 3;

    private final ScriptRunner runner;

    public Trial(ScriptRunner runner) {
        this.runner = runner;
    }

    /** @param script a file; its table is the file beside it, {@code NAME.test.yaml} for {@code NAME.js} */
    public Tried of(Path script) {
        Path table = ScriptFiles.table(script);
        if (!Files.exists(table)) {
            return new Tried.Unfit(script, List.of(script + ": has no cases; they belong into " + table));
        }
        try {
            String text = text(script, Script.TEXT_MAX_BYTES);
            return switch (CaseTables.read(text(table, ScriptFiles.TABLE_MAX_BYTES), table.toAbsolutePath())) {
                case CaseTables.Read.Valid valid -> of(script, text, valid.table());
                case CaseTables.Read.Invalid invalid ->
                    new Tried.Unfit(
                            script,
                            invalid.problems().stream()
                                    .map(problem -> table + ":" + problem)
                                    .toList());
            };
        } catch (CharacterCodingException _) {
            return new Tried.Unfit(script, List.of(script + ": it or its table is not UTF-8 text"));
        } catch (IOException e) {
            return new Tried.Unfit(script, List.of(String.valueOf(e.getMessage())));
        }
    }

    private Tried of(Path file, String text, CaseTable table) {
        boolean fetches =
                table.cases().stream().anyMatch(tried -> !tried.fetch().isEmpty());
        Script script = Script.of(file.toString(), text, fetches);
        return switch (loaded(script)) {
            case Loaded.Ready _ -> new Tried.Ran(file, run(script, table));
            case Loaded.Wrong(int line, int column, String message) ->
                new Tried.Unfit(file, List.of(file + ":" + line + ":" + column + ": " + message));
            case Loaded.Unavailable(String why) -> new Tried.NotRun(file, why);
        };
    }

    private Loaded loaded(Script script) {
        Loaded loaded = runner.load(script);
        for (int again = 0; again < AGAIN_MAX && loaded instanceof Loaded.Unavailable; again++) {
            loaded = runner.load(script);
        }
        return loaded;
    }

    private List<Tried.Outcome> run(Script script, CaseTable table) {
        List<Tried.Outcome> outcomes = new ArrayList<>();
        for (Case tried : table.cases()) {
            outcomes.add(run(script, tried, table));
        }
        return outcomes;
    }

    private Tried.Outcome run(Script script, Case tried, CaseTable table) {
        Json context = CaseContext.of(tried.ctx().orElse(Json.EMPTY_OBJECT), table.secrets());
        PlayedFetches fetches = new PlayedFetches(tried.fetch());
        long began = System.nanoTime();
        Ran ran = runner.run(script, context, table.timeout(), fetches);
        for (int again = 0; again < AGAIN_MAX && isOfWorkers(ran); again++) {
            fetches = new PlayedFetches(tried.fetch());
            began = System.nanoTime();
            ran = runner.run(script, context, table.timeout(), fetches);
        }
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        Told actual = Told.of(ran);
        Optional<String> left = fetches.left().stream().findFirst().map(url -> "did not fetch " + url);
        return new Tried.Outcome(
                tried.name(),
                Told.of(tried.expect()),
                actual,
                actual.fits(tried.expect()) && left.isEmpty(),
                left,
                took);
    }

    /** On a machine with too much to do a worker may start late, or be lost, whatever the script does. */
    private static boolean isOfWorkers(Ran ran) {
        return ran instanceof Ran.Failed(Fault fault, String _)
                && (fault == Fault.NO_WORKER || fault == Fault.OVERLOADED || fault == Fault.WORKER_LOST);
    }

    private static String text(Path file, int bytesMax) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException((Files.exists(file) ? "not a regular file: " : "does not exist: ") + file);
        }
        if (Files.size(file) > bytesMax) {
            throw new IOException("larger than " + bytesMax + " bytes: " + file);
        }
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                .toString();
    }
}
