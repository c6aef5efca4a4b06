// What is concluded from two names of persons.
#include "query_service/index/names/person_name.h"

#include <algorithm>
#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace impactwire::query {
namespace {

bool IsSame(absl::string_view a, absl::string_view b) {
  return PersonName::IsSame(PersonName(a), PersonName(b));
}
bool IsFuller(absl::string_view full, absl::string_view name) {
  return PersonName::IsFuller(PersonName(full), PersonName(name));
}

TEST(PersonName, IsTheSameInAnyOrderWithAnyHonorificsAccentsAndHyphens) {
  const char* const kSame[][2] = {{"Yao Jinbo", "Jinbo Yao"},
                                  {"Yao Jinbo", "Mr. YAO Jin-bo"},
                                  {"Kim Jae Yong", "Jae-yong Kim"},
                                  {"Smith, John", "John Smith"},
                                  {"García Pérez, Luis", "Luis Garcia Perez"},
                                  {"Dr José Núñez", "Jose Nunez, PhD"},
                                  {"Sr. Carlos Slim", "Carlos Slim"},
                                  {"Mohammed Ibrahim", "Muhammad Ibrahim"},
                                  {"J.A. Smith", "J. A. Smith"},
                                  {"J.R. Smith", "J. R. Smith"},
                                  {"Dr. M.S. Rao", "M. S. Rao"},
                                  {"Ana Rao, M.D.", "Dr. Ana Rao"},
                                  {"John Smith Jr.", "John Smith, Junior"},
                                  {"Сергей Иванов", "Иванов Сергей"}};
  for (const auto& [a, b] : kSame) {
    EXPECT_TRUE(IsSame(a, b)) << a << ", " << b;
    EXPECT_TRUE(IsSame(b, a)) << a << ", " << b;
    EXPECT_FALSE(IsFuller(a, b)) << a << ", " << b;
  }
}

TEST(PersonName, IsTheSameInOrderWithTheSurnameAtOneEnd) {
  const auto in_order = [](absl::string_view a, absl::string_view b) {
    return PersonName::IsSameInOrder(PersonName(a), PersonName(b));
  };
  EXPECT_TRUE(in_order("Yao Jinbo", "Mr Yao Jin-bo"));
  EXPECT_TRUE(in_order("John Smith", "JOHN SMITH"));
  EXPECT_FALSE(in_order("Yao Jinbo", "Jinbo Yao"));
  EXPECT_FALSE(in_order("Ahmed Hassan", "Hassan Ahmed"));
}

TEST(PersonName, IsAnotherOne) {
  const char* const kOthers[][2] = {{"John Smith", "Jane Smith"},
                                    {"John Smith", "John A. Smith"},
                                    {"J. Smith", "John Smith"},
                                    {"J. A. Smith", "Ja Smith"},
                                    {"Li Anna", "Lian Na"},
                                    {"John Lee", "John Li"},
                                    {"Kim Min-jae", "Kim Min-ja"},
                                    {"Wang Shouwen", "Wang Shuwen"},
                                    {"M.S. Ramesh Kumar", "Ramesh Kumar"},
                                    {"M.S. Dhoni", "Dhoni"},
                                    {"John Smith", "John Smith Jr"},
                                    {"John Smith II", "John Smith III"},
                                    {"Smith", "Smith"},
                                    {"Mr. Smith", "Smith"},
                                    {"姚劲波", "姚劲波"},
                                    {"J. S.", "J. S."},
                                    {"", ""}};
  for (const auto& [a, b] : kOthers) {
    EXPECT_FALSE(IsSame(a, b)) << a << ", " << b;
  }
}

TEST(PersonName, IsFullerByAnotherNameOrByOneInPlaceOfAnInitial) {
  const char* const kFuller[][2] = {{"John Smith", "J. Smith"},
                                    {"John A. Smith", "John Smith"},
                                    {"John A. Smith", "J. Smith"},
                                    {"John Adam Smith", "John A. Smith"},
                                    {"John Adam Smith", "J. A. Smith"},
                                    {"John Adam Smith", "J. Adam Smith"},
                                    {"Ana María del López", "Ana López"},
                                    {"John Adam Smith Jr", "J. Smith Jr"}};
  for (const auto& [full, name] : kFuller) {
    EXPECT_TRUE(IsFuller(full, name)) << full << ", " << name;
    EXPECT_FALSE(IsFuller(name, full)) << full << ", " << name;
  }
  const char* const kNot[][2] = {
      {"John Smith", "A. Smith"},
      {"John A. Smith", "John B. Smith"},
      {"John A. Smith", "A. Smith"},
      {"John A. Smith", "John Adam Smith"},
      {"J. A. Smith", "John Smith"},
      {"Adam John Smith", "John Smith"},
      {"John Smith Jr", "J. Smith"},
      {"John Smith", "Smith"},
      {"James Miller", "M. James"},
      {"John Smith Jones", "John Smith"},
      {"Ann B. C. Lee", "Ann C. Lee"},
      {"Omar bin Ali bin Said Karim", "Omar bin Said Karim"}};
  for (const auto& [full, name] : kNot) {
    EXPECT_FALSE(IsFuller(full, name)) << full << ", " << name;
  }
}

TEST(PersonName, KnowsASurnameAndAnInitial) {
  EXPECT_TRUE(PersonName("J. Smith").is_full());
  EXPECT_FALSE(PersonName("Smith").is_full());
  EXPECT_FALSE(PersonName("Dr. Smith").is_full());
  EXPECT_TRUE(PersonName("John Smith").has_given_name());
  EXPECT_FALSE(PersonName("J. Smith").has_given_name());
  EXPECT_FALSE(PersonName("J. Adam Smith").has_given_name());
  EXPECT_FALSE(PersonName("Smith J.").has_given_name());
}

// Nobody is overlooked who is found by key.
TEST(PersonName, NamesThatMayBeOneShareAKey) {
  const std::vector<std::string> words = {"J.",    "A.",     "John", "Jin",
                                          "bo",    "Jin-bo", "Yao",  "Adam",
                                          "Jinbo", "Philip", "Filip"};
  std::vector<PersonName> names;
  for (const auto& a : words) {
    for (const auto& b : words) {
      names.emplace_back(a + " " + b);
      for (const auto& c : words) names.emplace_back(a + " " + b + " " + c);
    }
  }
  int found = 0;
  for (const PersonName& a : names) {
    const auto keys = a.Keys();
    for (const PersonName& b : names) {
      if (!PersonName::IsSame(a, b) && !PersonName::IsFuller(a, b)) continue;
      ++found;
      const auto others = b.Keys();
      ASSERT_TRUE(std::any_of(keys.begin(), keys.end(), [&](uint64_t key) {
        return std::find(others.begin(), others.end(), key) != others.end();
      }));
    }
  }
  EXPECT_GT(found, 10000);
}

}  // namespace
}  // namespace impactwire::query
