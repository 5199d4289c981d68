package dev.gatehouse.policy.condition;

import dev.cel.checker.CelStandardDeclarations;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.gatehouse.policy.condition.Condition.Moment;
import java.util.Set;

/**
 * Compiles conditions written in CEL. The environment is smaller than the standard one, so that no expression can take
 * more than its share: nothing joins strings, bytes or lists, and so nothing grows; there is no {@code map} and no
 * {@code filter}; comprehensions have a budget, and regular expressions run in linear time.
 */
public final class Conditions {
    public static final int TEXT_CHARS_MAX = 4096;
    private static final int NESTING_MAX = 50;
    private static final int ITERATIONS_MAX = 1000;
    private static final int REGEX_PROGRAM_MAX = 2000;

    private static final Set<String> GROWING = Set.of("add_string", "add_bytes", "add_list");
    // What the option turns on becomes the default in the release that drops it.
    @SuppressWarnings("deprecation")
    private static final CelOptions OPTIONS = CelOptions.current()
            .maxExpressionCodePointSize(TEXT_CHARS_MAX)
            .maxParseRecursionDepth(NESTING_MAX)
            .comprehensionMaxIterations(ITERATIONS_MAX)
            .maxRegexProgramSize(REGEX_PROGRAM_MAX)
            .enableHeterogeneousNumericComparisons(true)
            .build();

    private static final CelCompiler COMPILER = compiler();
    private static final CelRuntime RUNTIME =
            CelRuntimeFactory.plannerRuntimeBuilder().setOptions(OPTIONS).build();

    private Conditions() {}

    /** What a text compiles to. */
    public sealed interface Compiled {
        record Usable(Condition condition) implements Compiled {}

        /**
         * @param line of the text, from 1
         * @param column in that line, from 1
         */
        record Wrong(int line, int column, String message) implements Compiled {}
    }

    public static Compiled compile(String text) {
        CelValidationResult result = COMPILER.compile(text);
        if (result.hasError()) {
            return wrong(result.getErrors().getFirst());
        }
        try {
            CelAbstractSyntaxTree tree = result.getAst();
            return new Compiled.Usable(new CelCondition(RUNTIME.createProgram(tree), moment(tree)));
        } catch (CelValidationException | CelEvaluationException e) {
            return new Compiled.Wrong(1, 1, String.valueOf(e.getMessage()));
        }
    }

    private static Compiled wrong(CelIssue issue) {
        return new Compiled.Wrong(
                Math.max(1, issue.getSourceLocation().getLine()),
                Math.max(0, issue.getSourceLocation().getColumn()) + 1,
                issue.getMessage());
    }

    private static Moment moment(CelAbstractSyntaxTree tree) {
        return tree.getReferenceMap().values().stream()
                .map(reference -> Variable.named(reference.name()))
                .map(variable -> variable == null ? Moment.LIST : variable.moment())
                .max(Moment::compareTo)
                .orElse(Moment.LIST);
    }

    private static CelCompiler compiler() {
        CelCompilerBuilder builder = CelCompilerFactory.standardCelCompilerBuilder()
                .setOptions(OPTIONS)
                .setStandardEnvironmentEnabled(false)
                .setStandardDeclarations(CelStandardDeclarations.newBuilder()
                        .filterFunctions((_, overload) ->
                                !GROWING.contains(overload.celOverloadDecl().overloadId()))
                        .build())
                .setStandardMacros(
                        CelStandardMacro.HAS,
                        CelStandardMacro.ALL,
                        CelStandardMacro.EXISTS,
                        CelStandardMacro.EXISTS_ONE)
                .setResultType(SimpleType.BOOL);
        for (Variable variable : Variable.values()) {
            builder.addVar(variable.written(), variable.type());
        }
        return builder.build();
    }
}
