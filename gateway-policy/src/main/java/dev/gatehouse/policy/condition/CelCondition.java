package dev.gatehouse.policy.condition;

import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import java.util.Optional;

/** A program that was type-checked. What goes wrong while it runs is told by its kind: messages quote values. */
record CelCondition(CelRuntime.Program program, Moment moment) implements Condition {
    @Override
    public Truth ask(Circumstances circumstances) {
        try {
            Object found = program.eval(
                    name -> Optional.ofNullable(Variable.named(name)).map(variable -> variable.read(circumstances)));
            return found instanceof Boolean holds
                    ? Truth.of(holds)
                    : new Truth.Undecidable("The condition is neither true nor false.");
        } catch (CelEvaluationException e) {
            return new Truth.Undecidable(told(e));
        } catch (RuntimeException | StackOverflowError e) {
            return new Truth.Undecidable("The condition could not be evaluated.");
        }
    }

    private static String told(CelEvaluationException failure) {
        return "The condition could not be evaluated: "
                + switch (failure.getErrorCode()) {
                    case ATTRIBUTE_NOT_FOUND -> "a value that it reads is missing.";
                    case INDEX_OUT_OF_BOUNDS -> "a list that it reads is too short.";
                    case DIVIDE_BY_ZERO -> "it divides by zero.";
                    case NUMERIC_OVERFLOW -> "a number that it reads is out of range.";
                    case OVERLOAD_NOT_FOUND, INVALID_ARGUMENT, BAD_FORMAT, AMBIGUOUS_OVERLOAD ->
                        "a value that it reads is of another type.";
                    case ITERATION_BUDGET_EXCEEDED -> "it takes too long.";
                    case INTERNAL_ERROR, DUPLICATE_ATTRIBUTE, TYPE_NOT_FOUND -> "it failed.";
                };
    }
}
