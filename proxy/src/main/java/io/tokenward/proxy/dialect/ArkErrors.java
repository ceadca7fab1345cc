package io.tokenward.proxy.dialect;

import io.tokenward.proxy.problem.Denied;

/** Refusals as Volcengine Ark words them. */
final class ArkErrors extends OpenAiErrors {
    @Override
    String code(Denied denied) {
        return switch (denied.problem()) {
            case PROMPT_BLOCKED -> "SensitiveContentDetected";
            case KEY_MISSING, KEY_UNKNOWN, KEY_EXPIRED, KEY_REVOKED -> "AuthenticationError";
            case MODEL_NOT_ALLOWED, KEY_RESTRICTED, UNSCREENABLE -> "AccessDenied";
            case RATE_LIMITED, CONCURRENCY_LIMITED -> "RateLimitExceeded.EndpointRPMExceeded";
            case QUOTA_SPENT -> "QuotaExceeded";
            case OVERLOADED, DRAINING -> "ServerOverloaded";
            case INTERNAL -> "InternalServiceError";
            default -> denied.problem().fault() == io.tokenward.proxy.problem.Fault.CLIENT
                    ? "InvalidParameter"
                    : denied.problem().code();
        };
    }

    @Override
    String type(Denied denied) {
        return switch (denied.problem().status()) {
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "NotFound";
            case 429 -> "TooManyRequests";
            case 500, 502, 503, 504 -> "InternalServerError";
            default -> "BadRequest";
        };
    }
}
