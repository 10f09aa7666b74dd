/** The protocol's schema, for codecs that are generated from one. */
export const SCHEMA = `
syntax = "proto3";
package com.gamelift.rt.proto;

message Packet {
  sint32 opCode = 1;
  int32 sequenceNumber = 2;
  int32 targetPlayer = 3;
  int32 targetGroup = 4;
  int32 sender = 5;
  bool reliable = 6;
  int32 clientVersion = 7;
  bytes payload = 15;
  oneof message {
    LoginCommand login = 30;
    LoginResult loginResult = 31;
    PingCommand ping = 32;
    PingResult pingResult = 33;
    UDPConnectMessage udpConnect = 34;
    PlayerConnectMessage playerConnect = 35;
    PlayerDisconnectMessage playerDisconnect = 36;
    VerifyIdentityCommand verifyIdentity = 37;
    VerifyIdentityResult verifyIdentityResult = 38;
    JoinGroup joinGroup = 40;
    LeaveGroup leaveGroup = 41;
    RequestGroupMembership requestGroupMembership = 42;
    GroupMembershipUpdate groupMembershipUpdate = 43;
  }
}

message LoginCommand {
  string playerSessionId = 1;
  int32 clientVersion = 2;
}
message LoginResult {
  bool success = 1;
  string reconnectToken = 2;
  int32 peerId = 3;
  int32 fastPort = 4;
  bytes caCert = 5;
  string connectToken = 6;
}
message PingCommand {}
message PingResult {}
message UDPConnectMessage {}
message PlayerConnectMessage {
  int32 peerId = 1;
}
message PlayerDisconnectMessage {
  int32 peerId = 1;
}
message VerifyIdentityCommand {
  int32 peerId = 1;
  string connectToken = 2;
}
message VerifyIdentityResult {
  bool success = 1;
  int32 peerId = 2;
}
message JoinGroup {
  int32 group = 1;
}
message LeaveGroup {
  int32 group = 1;
}
message RequestGroupMembership {
  int32 group = 1;
}
message GroupMembershipUpdate {
  int32 group = 1;
  repeated int32 players = 2;
}
`;
