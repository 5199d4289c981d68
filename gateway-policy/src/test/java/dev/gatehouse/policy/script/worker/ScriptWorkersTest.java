package dev.gatehouse.policy.script.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.policy.script.Script;
import dev.gatehouse.policy.script.ScriptFetch;
import dev.gatehouse.policy.script.ScriptRunner.Fault;
import dev.gatehouse.policy.script.ScriptRunner.Loaded;
import dev.gatehouse.policy.script.ScriptRunner.Ran;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Scripts in real processes: what goes wrong in one ends in a failure within its time, and the next call works. */
class ScriptWorkersTest {
    private static final Duration WITHIN = Duration.ofMillis(500);
    private static final Script FINE = script("(ctx) => ({action: 'allow', reason: ctx.tool})");

    private static ScriptWorkers workers;

    @BeforeAll
    static void start() {
        Path program = Path.of(System.getProperty("gatehouse.root", ".."), "gateway-worker", "target", "worker");
        workers = new ScriptWorkers(new WorkerSettings(program, 1, WorkerSettings.HEAP_DEFAULT_BYTES), ScriptMeter.NONE);
        assertThat(workers.load(FINE)).isInstanceOf(Loaded.Ready.class);
    }

    @AfterAll
    static void stop() {
        workers.close();
    }

    @Test
    void a_script_answers_what_it_was_asked() {
        assertThat(run("(ctx) => ({action: 'deny', reason: ctx.tool + ctx.list[1]})", "{\"tool\":\"t\",\"list\":[1,2]}"))
                .isEqualTo(new Ran.Answered(json("{\"action\":\"deny\",\"reason\":\"t2\"}")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "THREW | (ctx) => { throw new Error('no') }",
                "THREW | (ctx) => ctx.nothing.at.all",
                "THREW | 42",
                "THREW | (ctx) => { const f = () => f(); f(); }",
                "THREW | async (ctx) => { throw 1 }",
                "THREW | (ctx) => eval('1')",
                "THREW | (ctx) => (() => {}).constructor('return 1')()",
                "THREW | (ctx) => { const o = {}; o.o = o; return o }",
                "THREW | (ctx) => ({toJSON() { throw {toString() { throw 1 }} }})",
                "NO_JSON | (ctx) => undefined",
                "NO_JSON | (ctx) => () => 1",
                "UNSETTLED | (ctx) => new Promise(() => {})",
                "ANSWER_TOO_LARGE | (ctx) => 'x'.repeat(70000)",
                "TIMEOUT | (ctx) => { for (;;); }",
                "TIMEOUT | async (ctx) => { for (;;) await 1; }",
                "TIMEOUT | (ctx) => /^(a+)+$/.test('a'.repeat(40) + 'b')",
                "TIMEOUT | (ctx) => ({toJSON() { for (;;); }})",
                "TIMEOUT | (ctx) => ({get then() { for (;;); }})",
            })
    void what_goes_wrong_is_told_and_harms_nobody(Fault fault, String text) {
        Ran ran = run(text, "{}");
        assertThat(ran).isInstanceOfSatisfying(Ran.Failed.class, failed -> assertThat(failed.fault())
                .as(failed.detail())
                .isEqualTo(fault));
        assertThat(run(FINE.text(), "{\"tool\":\"next\"}")).isInstanceOf(Ran.Answered.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(ctx) => { const all = []; for (;;) all.push(new Array(1e5).fill(1)); }",
                "(ctx) => { let s = 'x'; for (;;) s = (s + s + Math.random()).split('').reverse().join(''); }"
            })
    void a_full_memory_ends_the_worker_and_the_next_call_finds_another(String bomb) {
        Script script = script(bomb);
        Ran ran = workers.run(script, json("{}"), Duration.ofSeconds(5), ScriptFetch.NONE);
        assertThat(ran).isInstanceOf(Ran.Failed.class);
        assertThat(run(FINE.text(), "{\"tool\":\"next\"}")).isInstanceOf(Ran.Answered.class);
    }

    private static Ran run(String text, String context) {
        Script script = script(text);
        return workers.run(script, json(context), WITHIN, ScriptFetch.NONE);
    }

    private static Script script(String text) {
        return Script.of("test.js", text, false);
    }

    private static Json json(String text) {
        try {
            return Json.read(text);
        } catch (dev.gatehouse.core.json.JsonSyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
