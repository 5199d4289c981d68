package dev.gatehouse.core.upstream;

import dev.gatehouse.core.policy.Permit;

/** Finds the credential for one permitted send. */
@FunctionalInterface
public interface CredentialSource {
    UpstreamCredential credentialFor(Permit permit);
}
