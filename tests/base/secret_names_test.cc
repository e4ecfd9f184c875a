#include "checks/base/secret_names.h"

#include <string>

#include <gtest/gtest.h>

namespace switchgate {
namespace {

TEST(SecretNames, AreKnownInEveryWriting) {
  for (const char* name : {"api_key",
                           "X-Api-Key",
                           "apikey",
                           "apiKey",
                           "APIKey",
                           "passwd",
                           "pwd",
                           "secret",
                           "client_secret",
                           "clientSecret",
                           "access_token",
                           "X-Auth-Token",
                           "Authorization",
                           "authorization",
                           "X-Authorization",
                           "accessTokens",
                           "refresh_token",
                           "db-password",
                           "userPassword",
                           "user[password]",
                           "id_token",
                           "private_key",
                           "X-Amz-Security-Token",
                           "csrfmiddlewaretoken",
                           "wsse:Password",
                           "token",
                           "Cookie",
                           "set-cookie",
                           "jwt",
                           "reset_token",
                           "AWSSecretAccessKey",
                           "Ocp-Apim-Subscription-Key"}) {
    EXPECT_TRUE(names_secret(name)) << name;
  }
}

TEST(SecretNames, AreNoneThatOnlyTellAboutOne) {
  for (const char* name : {"token_type",
                           "tokenType",
                           "token_url",
                           "token_endpoint",
                           "max_tokens",
                           "maxTokens",
                           "maxtokens",
                           "total_tokens",
                           "prompt_tokens",
                           "tokens",
                           "page_token",
                           "next_token",
                           "pageToken",
                           "nextPageToken",
                           "nextpagetoken",
                           "continuation_token",
                           "sync_token",
                           "password_policy",
                           "has_password",
                           "secret_name",
                           "tokenizer",
                           "secretary",
                           "passwordless",
                           "access_key_id",
                           "AWSAccessKeyId",
                           "X-Cookie-Policy",
                           "keyboard",
                           "compass",
                           "key",
                           "author",
                           "expires_in",
                           "authorizations",
                           "authorizationId",
                           "authorization_status",
                           "pass",
                           "authorizationUrl",
                           "session",
                           "",
                           "-"}) {
    EXPECT_FALSE(names_secret(name)) << name;
  }
}

TEST(SecretNames, ThatOnlyMeanOneInWhatIsSentAreApart) {
  for (const char* name : {"session", "sid", "PHPSESSID", "JSESSIONID", "connect.sid", "session_id",
                           "pass", "auth", "token", "ASP.NET_SessionId"}) {
    EXPECT_TRUE(may_name_secret(name)) << name;
  }
  for (const char* name : {"session_count", "sessionTimeout", "possession", "csrf", "_xsrf",
                           "compass", "side", "theme"}) {
    EXPECT_FALSE(may_name_secret(name)) << name;
  }
}

TEST(SecretValues, AreKnownUnderAnyName) {
  const std::string jwt = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl";
  const SecretPlace token = find_secret("a " + jwt + ". And");
  EXPECT_EQ(token.at, 2U);
  EXPECT_EQ(token.size, jwt.size());
  const SecretPlace password = find_secret("see https://h/ and http://me:p@w@h/x@y");
  EXPECT_EQ(password.at, 29U);
  EXPECT_EQ(password.size, 3U);
  for (const char* none : {"", "eyJ", "eyJhbGci.x.y", "https://h/a:b@c", "https://me@h/", "://",
                           "https://me:@h/", "a:b@c"}) {
    EXPECT_EQ(find_secret(none).size, 0U) << none;
  }
}

}  // namespace
}  // namespace switchgate
