package dev.gatehouse.policy.condition;

import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.identity.Principal;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.Definition;
import dev.gatehouse.core.mcp.ServerName;
import dev.gatehouse.core.policy.CallFacts;
import dev.gatehouse.core.policy.ListFacts;
import dev.gatehouse.core.policy.Operation;
import dev.gatehouse.core.policy.Target;
import java.time.Instant;

/**
 * What a condition may know. A list has no arguments and no time, a call no result: what is not known yet is null or the
 * epoch, and a condition that reads it is not asked ({@link Condition#moment}).
 */
public record Circumstances(
        Principal principal,
        BundleName bundle,
        ServerName server,
        Target target,
        Definition definition,
        Json arguments,
        Instant now,
        Json result) {

    public static Circumstances of(ListFacts facts, Target target, Definition definition) {
        return new Circumstances(
                facts.principal(),
                facts.bundle(),
                facts.server(),
                target,
                definition,
                Json.NULL,
                Instant.EPOCH,
                Json.NULL);
    }

    public static Circumstances of(CallFacts facts, Operation operation) {
        return of(facts, operation, Json.NULL);
    }

    public static Circumstances of(CallFacts facts, Operation operation, Json result) {
        return new Circumstances(
                facts.principal(),
                facts.bundle(),
                facts.server(),
                operation.target(),
                facts.definition(),
                operation.arguments(),
                facts.receivedAt(),
                result);
    }
}
