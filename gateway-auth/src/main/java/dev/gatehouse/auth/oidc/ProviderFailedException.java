package dev.gatehouse.auth.oidc;

/** A provider does not answer, or not as a provider does. The message is for the operator and holds no secret. */
public final class ProviderFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    ProviderFailedException(String message) {
        super(message);
    }
}
