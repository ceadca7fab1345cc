package io.tokenward.proxy.upstream;

import java.util.Optional;

/**
 * What requests to AWS are signed with. Prints nothing of it.
 *
 * @param region such as {@code eu-central-1}
 * @param accessKey the id of the key
 * @param sessionToken of a key that is lent for a while
 */
public record AwsCredential(String region, String accessKey, String secretKey, Optional<String> sessionToken) {
    @Override
    public String toString() {
        return "AwsCredential[" + region + "]";
    }
}
