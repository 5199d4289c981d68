package dev.gatehouse.policy.script.worker;

import static dev.gatehouse.testkit.wait.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSyntaxException;
import dev.gatehouse.policy.script.Script;
import dev.gatehouse.policy.script.ScriptFetch;
import dev.gatehouse.policy.script.ScriptRunner;
import dev.gatehouse.policy.script.ScriptRunner.Fault;
import dev.gatehouse.policy.script.ScriptRunner.Loaded;
import dev.gatehouse.policy.script.ScriptRunner.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Scripts in real processes: what goes wrong in one ends in a failure within its time, and the next call works. */
class ScriptWorkersTest {
    private static final Duration WITHIN = Duration.ofMillis(300);
    private static final long HEAP_BYTES = 64L * 1024 * 1024;
    private static final Script FINE = script("(ctx) => ({action: 'allow', reason: ctx.tool})");

    private static ScriptWorkers workers;

    @BeforeAll
    static void start() {
        Path program = Path.of(System.getProperty("gatehouse.root", ".."), "gateway-worker", "target", "worker");
        workers = new ScriptWorkers(new WorkerSettings(program, 1, HEAP_BYTES), ScriptMeter.NONE);
        assertThat(workers.load(FINE)).isInstanceOf(Loaded.Ready.class);
    }

    @AfterAll
    static void stop() {
        workers.close();
    }

    @Test
    void a_script_answers_what_it_was_asked() {
        assertThat(run(
                        "(ctx) => ({action: 'deny', reason: ctx.tool + ctx.list[1]})",
                        "{\"tool\":\"t\",\"list\":[1,2]}"))
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
                "TIMEOUT | (ctx) => /^(a+)+\\1b$/.test('a'.repeat(60))",
                "TIMEOUT | (ctx) => ({toJSON() { for (;;); }})",
                "TIMEOUT | (ctx) => ({get then() { for (;;); }})",
            })
    void what_goes_wrong_is_told_and_harms_nobody(Fault fault, String text) {
        Ran ran = run(text, "{}");
        assertThat(ran)
                .isInstanceOfSatisfying(
                        Ran.Failed.class,
                        failed -> assertThat(failed.fault()).as(failed.detail()).isEqualTo(fault));
        assertThat(run(FINE.text(), "{\"tool\":\"next\"}")).isInstanceOf(Ran.Answered.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "globalThis.kept = 1",
                "kept = 1",
                "Object.prototype.kept = 1",
                "Array.prototype.push = 1",
                "(() => {}).__proto__.kept = 1",
                "(function* () {}).__proto__.prototype.kept = 1",
                "[][Symbol.iterator]().__proto__.kept = 1",
                "new Map().entries().__proto__.kept = 1",
                "JSON.stringify = () => '{}'",
                "Math.kept = 1",
                "Promise.prototype.then = 1",
                "RegExp.prototype.exec = 1",
                "Error.stackTraceLimit = 1",
                "ctx.constructor.kept = 1",
                "(async () => {}).constructor.prototype.kept = 1",
            })
    void nothing_can_be_changed_that_another_call_would_see(String change) {
        assertThat(run("(ctx) => { " + change + "; return {action: 'allow'}; }", "{}"))
                .isInstanceOfSatisfying(
                        Ran.Failed.class, failed -> assertThat(failed.fault()).isEqualTo(Fault.THREW));
        assertThat(run("(ctx) => ({kept: globalThis.kept === undefined && [].kept === undefined})", "{}"))
                .isEqualTo(new Ran.Answered(json("{\"kept\":true}")));
    }

    @Test
    void what_a_script_kept_in_one_call_is_gone_in_the_next() {
        String text = "((n) => (ctx) => { n++; const was = RegExp.$1; /(x)/.exec(ctx.t); return {n, was}; })(0)";
        Ran first = run(text, "{\"t\":\"x\"}");
        assertThat(first).isInstanceOf(Ran.Answered.class);
        assertThat(run(text, "{\"t\":\"x\"}")).isEqualTo(first);
    }

    @Test
    void a_script_sees_nothing_but_the_language() {
        String names =
                "['java','Java','Packages','Polyglot','Graal','process','require','load','print','console','read',"
                        + "'quit','exit','importScripts','fetch','setTimeout','eval','Intl','WeakRef','WebAssembly',"
                        + "'SharedArrayBuffer','Atomics','loadWithNewGlobal','ShadowRealm','performance']";
        assertThat(run("(ctx) => " + names + ".filter((name) => name in globalThis)", "{}"))
                .isEqualTo(new Ran.Answered(json("[]")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(ctx) => {",
                "(ctx) => 1) ; (",
                "1); globalThis.x = 1; (2",
                "0)}); (function () { return (0",
                "let a = 1; (ctx) => a",
                "",
                "// nothing",
                "(ctx) => import('fs')",
            })
    void a_text_that_is_not_one_expression_is_not_loaded(String text) {
        assertThat(workers.load(script(text))).isInstanceOf(Loaded.Wrong.class);
    }

    @Test
    void a_fault_of_the_text_has_its_place() {
        assertThat(workers.load(script("(ctx) => {\n  return {;\n}")))
                .isInstanceOfSatisfying(Loaded.Wrong.class, wrong -> {
                    assertThat(wrong.line()).isEqualTo(2);
                    assertThat(wrong.column()).isEqualTo(11);
                });
    }

    @Test
    void what_is_larger_than_a_worker_takes_is_not_handed_over() {
        Json large = Json.of("x".repeat(ScriptRunner.CONTEXT_MAX_BYTES));
        assertThat(workers.run(FINE, large, WITHIN, ScriptFetch.NONE))
                .isInstanceOfSatisfying(
                        Ran.Failed.class, failed -> assertThat(failed.fault()).isEqualTo(Fault.CONTEXT_TOO_LARGE));
        Json most = Json.of("x".repeat(ScriptRunner.CONTEXT_MAX_BYTES - 2));
        assertThat(workers.run(script("(ctx) => ctx.length"), most, Duration.ofSeconds(5), ScriptFetch.NONE))
                .isEqualTo(new Ran.Answered(Json.of(ScriptRunner.CONTEXT_MAX_BYTES - 2)));
    }

    @Test
    void a_script_fetches_through_the_gateway_four_times_and_no_more() {
        Script script = Script.of("test.js", """
                async (ctx) => {
                  const said = [];
                  for (let i = 0; i < 5; i++) {
                    try {
                      const came = await fetch("https://a.example/" + i, { method: "POST", headers: { a: "b" }, body: "c" });
                      said.push(came.status + (await came.json()).url + came.ok);
                    } catch (e) { said.push(e.name); }
                  }
                  return said;
                }
                """, true);
        ScriptFetch echo = (request, _) -> new ScriptFetch.Fetched.Came(
                Json.object().put("status", 200).put("body", request.toString()).build());
        assertThat(workers.load(script)).isInstanceOf(Loaded.Ready.class);
        assertThat(workers.run(script, json("{}"), Duration.ofSeconds(5), echo))
                .isInstanceOfSatisfying(
                        Ran.Answered.class,
                        answered -> assertThat(answered.answer().elements())
                                .hasSize(5)
                                .contains(Json.of("200https://a.example/3true"), Json.of("TypeError")));
    }

    @Test
    void a_worker_that_somebody_kills_fails_its_call_and_the_next_works() throws Exception {
        Script endless = script("(ctx) => { for (;;); }");
        assertThat(workers.load(endless)).isInstanceOf(Loaded.Ready.class);
        awaitWorkers();
        FutureTask<Ran> call =
                new FutureTask<>(() -> workers.run(endless, json("{}"), Duration.ofSeconds(20), ScriptFetch.NONE));
        Thread.ofVirtual().start(call);
        eventually(() -> assertThat(workers.busy()).hasSize(1));
        ProcessHandle.of(workers.busy().getFirst()).orElseThrow().destroyForcibly();
        assertThat(call.get(15, TimeUnit.SECONDS))
                .isInstanceOfSatisfying(
                        Ran.Failed.class, failed -> assertThat(failed.fault()).isEqualTo(Fault.WORKER_LOST));
        assertThat(run(FINE.text(), "{\"tool\":\"next\"}")).isInstanceOf(Ran.Answered.class);
        awaitWorkers();
    }

    @Test
    void a_full_memory_ends_the_worker_and_the_next_call_finds_another() {
        String bomb = "(ctx) => { const all = []; for (;;) all.push(new Array(1e5).fill(1)); }";
        awaitWorkers();
        Ran ran = workers.run(script(bomb), json("{}"), Duration.ofSeconds(10), ScriptFetch.NONE);
        assertThat(ran).isInstanceOf(Ran.Failed.class);
        assertThat(run(FINE.text(), "{\"tool\":\"next\"}")).isInstanceOf(Ran.Answered.class);
    }

    @Test
    void a_script_that_ends_one_worker_after_another_rests_and_others_go_on() {
        Script bomb = script("(ctx) => { for (const all = [[]]; ; ) all.push(new Array(1e5).fill(all)); }");
        for (int i = 0; i < 2; i++) {
            awaitWorkers();
            assertThat(workers.run(bomb, json("{}"), Duration.ofSeconds(10), ScriptFetch.NONE))
                    .isInstanceOfSatisfying(
                            Ran.Failed.class,
                            failed -> assertThat(failed.fault()).isEqualTo(Fault.WORKER_LOST));
        }
        assertThat(workers.run(bomb, json("{}"), WITHIN, ScriptFetch.NONE)).isEqualTo(new Ran.Failed(Fault.PAUSED, ""));
        assertThat(run(FINE.text(), "{\"tool\":\"next\"}")).isInstanceOf(Ran.Answered.class);
    }

    @Test
    void a_worker_inherits_nothing_of_the_environment_and_shows_no_token() throws IOException {
        awaitWorkers();
        for (long pid : workers.pids()) {
            assertThat(Path.of("/proc", Long.toString(pid), "environ")).hasSize(0);
            assertThat(Files.readString(Path.of("/proc", Long.toString(pid), "cmdline")))
                    .doesNotContainPattern("[0-9a-f]{64}");
        }
    }

    private static void awaitWorkers() {
        eventually(() -> assertThat(workers.idle()).isGreaterThanOrEqualTo(2));
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
        } catch (JsonSyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
